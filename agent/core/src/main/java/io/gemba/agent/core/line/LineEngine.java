package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig;
import io.gemba.agent.core.config.Reason;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works out state and figures of all lines of a gateway from samples, and says them as {@link
 * io.gemba.cloud.spi.LineStatus} and {@link io.gemba.cloud.spi.ShiftKpi}: a status on every change
 * and every 30 s, figures every 5 s (and once more, at once, when a shift ends). It reads no clock:
 * {@link #tick} tells the time, about once a second and at least every 10 s; more often changes
 * nothing. Source times within 10 s of the last tick are used, others count as arriving now.
 *
 * <p>All methods belong to one thread, the agent's line thread; nothing here is synchronized, and
 * statements are handed out on that thread.
 */
public final class LineEngine {
  private final List<Line> lines;
  private final Routes routes = new Routes();

  /**
   * An engine that knows nothing yet: every line is unknown since its shift began.
   *
   * @param timezone the plant's
   * @param start the time now
   * @param out takes statements; must not block
   * @param facts takes what is settled
   */
  public LineEngine(
      List<LineConfig> lines,
      ZoneId timezone,
      Instant start,
      Consumer<Outgoing.Statement> out,
      LineFacts facts) {
    this.lines = new ArrayList<>();
    for (LineConfig config : lines) {
      ShiftCalendar calendar = new ShiftCalendar(config.shifts(), timezone);
      LineHistory history = new LineHistory(sample -> facts.fact(config.line(), sample));
      Line line = new Line(config, calendar, start, new Announcer(config, timezone, out), history);
      this.lines.add(line);
      routes.add(line);
    }
  }

  /** Takes in samples of one device, in the order the device gave them. */
  public void observe(DeviceRef device, List<Sample> samples) {
    for (Sample sample : samples) {
      for (Line line : routes.of(device.name(), sample.point())) {
        line.observe(device.name(), sample);
      }
    }
  }

  /** A device cannot be read any more; what it said is unknown until it says something again. */
  public void deviceLost(String device, Instant at) {
    lines.forEach(line -> line.deviceLost(device, at));
  }

  /**
   * Tells the time. A leap of more than 60 s forward is time in which nobody watched (unknown); a
   * leap of more than 60 s backward gives up the times of the shift and keeps its counts.
   */
  public void tick(Instant now) {
    lines.forEach(line -> line.tick(now));
  }

  /**
   * Gives a stop of the current shift, or of the one before, a reason.
   *
   * @param line {@code area/line}
   * @param at a moment within the stop
   * @param reason a code of the catalogue; null takes it back
   * @param by who says so
   * @return false when there is no such line, or no stop of the two shifts holds that moment
   */
  public boolean explain(String line, Instant at, @Nullable String reason, String by) {
    return lines.stream()
        .filter(candidate -> candidate.name().equals(line))
        .anyMatch(candidate -> candidate.explain(at, reason, by));
  }

  /**
   * Why {@link #explain} would not do it, in words; null = it would.
   *
   * @param reason a code of the catalogue; null takes one back
   */
  public @Nullable String refusal(String line, Instant at, @Nullable String reason) {
    Optional<Line> found = lines.stream().filter(one -> one.name().equals(line)).findFirst();
    if (found.isEmpty()) {
      return "there is no line '" + line + "'";
    }
    List<String> known = Reason.ids(found.get().reasons());
    if (reason != null && !known.contains(reason)) {
      return "there is no reason '" + reason + "'; known are: " + String.join(", ", known);
    }
    return found.get().stoodAt(at) ? null : "no stop of this shift or the one before holds " + at;
  }

  /** What to show of every line, in the order of the configuration. */
  public List<LineView> views() {
    return lines.stream().map(Line::view).flatMap(Optional::stream).toList();
  }

  /**
   * The wall clock was stepped and says {@code now}; call it before the next {@link #tick}. What
   * holds goes on holding: a step makes no line stopped and none live.
   */
  public void clockStepped(Instant now) {
    lines.forEach(line -> line.clockStepped(now));
  }

  /** What to keep for the next start, one record a line; cheap enough for every few seconds. */
  public List<LineMemory> snapshot() {
    return lines.stream().map(Line::snapshot).toList();
  }

  /**
   * Takes up what a former run kept; call it before the first sample. Unknown lines are ignored.
   */
  public void restore(List<LineMemory> memories) {
    for (LineMemory memory : memories) {
      lines.stream()
          .filter(line -> line.name().equals(memory.line()))
          .forEach(line -> line.restore(memory));
    }
  }
}
