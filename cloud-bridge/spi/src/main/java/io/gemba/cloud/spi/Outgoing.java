package io.gemba.cloud.spi;

/** Anything an uplink sends: facts that were journaled, or the newest statement about something. */
public sealed interface Outgoing {

  /** A fact from the journal: sent until accepted or set aside, released only then. */
  sealed interface Fact extends Outgoing permits Batch, GapEvent, ClockEvent {}

  /**
   * The newest statement about something; a newer one replaces it, and the last one is sent again
   * on every new session (MQTT: retained).
   */
  sealed interface Statement extends Outgoing
      permits GatewayStatus, DeviceMeta, LineMeta, LineStatus, ShiftKpi, AlarmStatus {
    /** What the statement is about; statements with the same subject replace each other. */
    String subject();
  }

  /**
   * Something that has just happened, for whoever listens now: sent once in the session that is
   * open, neither kept nor repeated (MQTT: not retained). What must not get lost is a fact.
   */
  sealed interface News extends Outgoing permits AlarmNews {}
}
