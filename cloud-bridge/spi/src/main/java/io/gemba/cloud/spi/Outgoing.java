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
      permits GatewayStatus, DeviceMeta, LineStatus, ShiftKpi {
    /** What the statement is about; statements with the same subject replace each other. */
    String subject();
  }
}
