package io.gemba.agent.core.config;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One production line: where its state and counts come from.
 *
 * @param line {@code area/line}
 * @param names by language tag (en, zh-Hant, zh-Hans)
 * @param state how the state is derived
 * @param good the counter of good parts
 * @param reject the counter of rejects
 * @param idealCycle planned run time per item; zero when not configured
 * @param shifts when the line is meant to run; empty = always
 */
public record LineConfig(
    String line,
    Map<String, String> names,
    StateSource state,
    Optional<PointRef> good,
    Optional<PointRef> reject,
    Duration idealCycle,
    List<Shift> shifts) {
  public LineConfig {
    names = Map.copyOf(names);
    shifts = List.copyOf(shifts);
  }

  /** A point of a device, written {@code device/point}. */
  public record PointRef(String device, String point) {}

  /** How a line's state is derived. */
  public sealed interface StateSource {}

  /** From lamps; an absent lamp is not fitted. */
  public record StackLight(
      Optional<PointRef> green,
      Optional<PointRef> amber,
      Optional<PointRef> red,
      Optional<PointRef> blue)
      implements StateSource {}

  /** From PackML StateCurrent; {@code profile} names whose numbers they are. */
  public record PackMl(PointRef state, Optional<PointRef> mode, Profile profile)
      implements StateSource {
    /** The numbering of the states. */
    public enum Profile {
      /** ISA-TR88.00.02. */
      ISA_TR88,
      /** The enumeration of OPC 30060, which counts differently. */
      OPC_30060
    }
  }

  /** From OPC 40001-1 MachineryItemState. */
  public record Machinery(PointRef state) implements StateSource {}

  /** From the good counter alone. */
  public record Counter() implements StateSource {}

  /**
   * A shift, in the plant's time zone; may end after midnight.
   *
   * @param days the days it starts on
   * @param from start
   * @param to end; equal to or before {@code from} = the next day
   * @param breaks planned stops
   * @param target planned quantity
   */
  public record Shift(
      Set<DayOfWeek> days, LocalTime from, LocalTime to, List<Break> breaks, OptionalLong target) {
    public Shift {
      days = Set.copyOf(days);
      breaks = List.copyOf(breaks);
    }
  }

  /** A planned stop within a shift. */
  public record Break(LocalTime from, LocalTime to) {}
}
