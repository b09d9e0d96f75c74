package io.gemba.cloud.console.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one message says, decoded. Times are ms since the epoch by the gateway's clock. */
public sealed interface Statement {

  /**
   * The line's state. {@code name} and {@code timezone} may be empty or null when the gateway left
   * them out.
   */
  record LineState(
      LineKey line,
      @Nullable String gateway,
      @Nullable String journal,
      long time,
      String state,
      boolean slow,
      @Nullable Long since,
      @Nullable String cause,
      Map<String, String> name,
      @Nullable String timezone)
      implements Statement {}

  /** This shift's figures, also the line's heartbeat; a null figure is withheld. */
  record ShiftFigures(LineKey line, @Nullable String gateway, long time, Kpi kpi)
      implements Statement {}

  /**
   * ISO 22400-2 figures: ratios 0…1 (performance may exceed 1), durations in ms, counts in parts.
   */
  record Kpi(
      @Nullable Long shiftFrom,
      @Nullable Long shiftTo,
      @Nullable Double good,
      @Nullable Double reject,
      @Nullable Double produced,
      @Nullable Double target,
      @Nullable Double targetNow,
      @Nullable Double oee,
      @Nullable Double availability,
      @Nullable Double performance,
      @Nullable Double quality,
      @Nullable Double coverage,
      @Nullable Double idealCycleMs,
      @Nullable Double cycleMs,
      @Nullable Double aptMs,
      @Nullable Double pbtMs,
      @Nullable Double knownMs) {}

  /** What a device's points are. */
  record DeviceMeta(
      LineKey line,
      String cell,
      String device,
      @Nullable String gateway,
      @Nullable String adapter,
      Map<String, PointMeta> points)
      implements Statement {}

  /** What one point is; {@code unit} is a UNECE code. */
  record PointMeta(
      @Nullable String type, @Nullable String unit, boolean writable, Map<String, String> name) {}

  /** A run of samples of one device; the i-th has the number {@code firstSeq + i}. */
  record Batch(
      LineKey line,
      String cell,
      String device,
      boolean backlog,
      String journal,
      long firstSeq,
      List<Sample> samples)
      implements Statement {}

  /**
   * Numbers {@code from}…{@code to} (inclusive) of a device will never come. {@code to} is one less
   * than {@code from} where what was lost had no numbers yet.
   */
  record Gap(
      LineKey line,
      String device,
      String journal,
      long from,
      long to,
      @Nullable Long fromTime,
      @Nullable Long toTime,
      String cause)
      implements Statement {}

  /**
   * A gateway's clock was set: times of the numbers {@code from}…{@code to} (inclusive) that came
   * unsynced are put right by adding {@code offset} ms.
   */
  record ClockSet(LineKey line, String device, String journal, long from, long to, long offset)
      implements Statement {}

  /**
   * A gateway went away: what comes next of its journal does not join on to what came last.
   *
   * @param time ms since the epoch, by the console's clock
   */
  record Silence(String journal, long time) implements Statement {}

  /** An alarm of a line has changed just now. */
  record AlarmEvent(LineKey line, long time, Alarm alarm) implements Statement {}

  /** Every alarm of a line that is active or not acknowledged; a later list replaces it. */
  record LineAlarms(LineKey line, @Nullable String gateway, long time, List<Alarm> active)
      implements Statement {}

  /** What a line is: its names, its plant's time zone, the reasons its stops can be given. */
  record LineMeta(
      LineKey line,
      @Nullable String gateway,
      Map<String, String> name,
      @Nullable String timezone,
      List<Reason> reasons)
      implements Statement {}

  /** How a gateway is, and how long its card lasts at most. */
  record AgentStatus(
      GatewayKey gateway,
      boolean online,
      @Nullable Long time,
      @Nullable String version,
      @Nullable String journal,
      @Nullable String clock,
      @Nullable Long backlog,
      @Nullable Long gaps,
      @Nullable Double cardYears,
      @Nullable Double cardUsedPercent)
      implements Statement {}

  /** A retained topic was emptied: what it said is no longer so. */
  record Cleared(Topic topic) implements Statement {}

  /** Ours, but nothing this version shows: commands, other events, later kinds. */
  record Other(String topic) implements Statement {}
}
