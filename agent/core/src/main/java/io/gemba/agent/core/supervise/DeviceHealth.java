package io.gemba.agent.core.supervise;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a device is doing.
 *
 * @param state where it is in its life
 * @param since since when
 * @param problem what is wrong with the device in words, or null
 * @param pointProblems what is wrong with single points: point → words
 * @param losses how often the device was lost since the start
 */
public record DeviceHealth(
    State state,
    Instant since,
    @Nullable String problem,
    Map<String, String> pointProblems,
    long losses) {

  /** Where a device is in its life. */
  public enum State {
    /** Being reached for the first time, or again. */
    CONNECTING,
    /** Answering. */
    CONNECTED,
    /** Gone; the next attempt is waiting its turn. */
    LOST,
    /** The agent stopped it. */
    STOPPED
  }

  public DeviceHealth {
    pointProblems = Map.copyOf(pointProblems);
  }
}
