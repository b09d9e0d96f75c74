package io.gemba.cloud.spi;

import java.util.Map;

/**
 * An alarm that the gateway watches for.
 *
 * @param id unique in the gateway
 * @param names what people call it, by language tag; may be empty
 * @param severity how bad it is
 * @param kind what is watched
 * @param device whose point
 * @param point which point
 */
public record AlarmDefinition(
    String id,
    Map<String, String> names,
    Severity severity,
    Kind kind,
    DeviceRef device,
    String point) {
  public AlarmDefinition {
    names = Map.copyOf(names);
  }

  /** How bad an alarm is, the worst first. */
  public enum Severity {
    CRITICAL,
    WARNING,
    INFO
  }

  /** What is watched. */
  public enum Kind {
    /** A value above a limit. */
    HIGH,
    /** A value below a limit. */
    LOW,
    /** A value that changes too fast. */
    RATE,
    /** A value too far from where it should be. */
    DEVIATION,
    /** A point that says nothing. */
    SILENCE
  }
}
