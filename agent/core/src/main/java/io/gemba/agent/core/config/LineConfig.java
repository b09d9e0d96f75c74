package io.gemba.agent.core.config;

import io.gemba.agent.core.formula.Formula;
import io.gemba.cloud.spi.LineStatus.State;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One production line: where its state and counts come from.
 *
 * @param line {@code area/line}
 * @param names by language tag (en, zh-Hant, zh-Hans)
 * @param state how the state is derived
 * @param good the counter of good parts
 * @param reject the counter of rejects
 * @param energy the meter of electrical energy, in kWh
 * @param idealCycle planned run time per item; zero when not configured
 * @param shifts when the line is meant to run; empty = always
 * @param reasons what people may choose from to explain a stop
 */
public record LineConfig(
    String line,
    Map<String, String> names,
    StateSource state,
    Optional<PointRef> good,
    Optional<PointRef> reject,
    Optional<PointRef> energy,
    Duration idealCycle,
    List<Shift> shifts,
    List<Reason> reasons) {
  public LineConfig {
    names = Map.copyOf(names);
    shifts = List.copyOf(shifts);
    reasons = List.copyOf(reasons);
  }

  /** With the built-in reasons. */
  public LineConfig(
      String line,
      Map<String, String> names,
      StateSource state,
      Optional<PointRef> good,
      Optional<PointRef> reject,
      Optional<PointRef> energy,
      Duration idealCycle,
      List<Shift> shifts) {
    this(line, names, state, good, reject, energy, idealCycle, shifts, Reason.BUILT_IN);
  }

  /** A point of a device, written {@code device/point}. */
  public record PointRef(String device, String point) {}

  /** How a line's state is derived. */
  public sealed interface StateSource {}

  /**
   * From lamps; an absent lamp is not fitted.
   *
   * @param meanings what the lamps mean on this machine where it is not what they mostly mean, by
   *     {@code red, red-blinking, …, off}
   */
  public record StackLight(
      Optional<PointRef> green,
      Optional<PointRef> amber,
      Optional<PointRef> red,
      Optional<PointRef> blue,
      Map<String, State> meanings)
      implements StateSource {
    /** What the lamps mostly mean; all of them off says nothing while nobody knows of power. */
    private static final Map<String, State> USUAL =
        Map.of(
            "red", State.FAULT,
            "red-blinking", State.FAULT,
            "green", State.RUNNING,
            "green-blinking", State.SETUP,
            "amber", State.IDLE,
            "amber-blinking", State.IDLE,
            "off", State.UNKNOWN);

    public StackLight {
      meanings = Map.copyOf(meanings);
    }

    /** With the usual meanings. */
    public StackLight(
        Optional<PointRef> green,
        Optional<PointRef> amber,
        Optional<PointRef> red,
        Optional<PointRef> blue) {
      this(green, amber, red, blue, Map.of());
    }

    /** What a lamp in a mode means; empty when it tells nothing of the line's state. */
    public Optional<State> meaning(String lamp) {
      return Optional.ofNullable(meanings.getOrDefault(lamp, USUAL.get(lamp)));
    }
  }

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

  /** From formulas: the first rule that holds; none = unknown. */
  public record Rules(List<Rule> rules) implements StateSource {
    public Rules {
      rules = List.copyOf(rules);
    }
  }

  /**
   * One rule.
   *
   * @param when what must hold
   * @param points the points it reads, by how they are written in it
   * @param state what the line is in then
   * @param cause in words, or null
   */
  public record Rule(
      Formula when, Map<String, PointRef> points, State state, @Nullable String cause) {
    public Rule {
      points = Map.copyOf(points);
    }
  }

  /**
   * From several machines: the line runs while at least so many of them run.
   *
   * @param machines by name, in the order in which parts pass them
   * @param minRunning how many must run, 1 to all
   * @param key the one machine that stands for the line instead, if any
   */
  public record Machines(Map<String, Machine> machines, int minRunning, Optional<String> key)
      implements StateSource {
    public Machines {
      machines = Collections.unmodifiableMap(new LinkedHashMap<>(machines));
    }
  }

  /**
   * One machine of a line.
   *
   * @param state how its state is derived
   * @param good its own counter of parts, if it has one
   * @param idealCycle its planned run time per item; zero when not configured
   */
  public record Machine(StateSource state, Optional<PointRef> good, Duration idealCycle) {}

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
