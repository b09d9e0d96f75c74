package io.gemba.cloud.spi;

import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * An alarm as it stands, or as it has just changed.
 *
 * @param definition which alarm
 * @param state what it is in, or what has just happened to it
 * @param since when it was raised; of one that has cleared, when it cleared
 * @param value what was measured when it was raised or cleared; empty where nothing was
 * @param limit what it was measured against
 * @param unit UNECE code of both, or null
 * @param acknowledged whether somebody has seen it since it was raised
 * @param by who did what the state says, or who has acknowledged it; null = nobody
 * @param comment what that person wrote, or null
 * @param shelvedUntil until when nobody wants to hear of it, or null
 */
public record Alarm(
    AlarmDefinition definition,
    State state,
    Instant since,
    OptionalDouble value,
    double limit,
    @Nullable String unit,
    boolean acknowledged,
    @Nullable String by,
    @Nullable String comment,
    @Nullable Instant shelvedUntil) {

  /** What an alarm is in, or what happens to it. */
  public enum State {
    RAISED,
    CLEARED,
    ACKNOWLEDGED,
    SHELVED,
    UNSHELVED
  }
}
