package io.gemba.hal.simulator.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Several lines on one time axis. For one thread at a time. */
public final class Plant {

  private final Instant start;
  private final List<MouldingLine> lines = new ArrayList<>();
  private long now;

  /**
   * A plant that is switched on at {@code start}.
   *
   * @param out told every event; in order of time for each line, line after line within one advance
   */
  public Plant(Instant start, List<LineSettings> lines, Consumer<? super PlantEvent> out) {
    this.start = start;
    lines.forEach(settings -> this.lines.add(new MouldingLine(settings, out)));
  }

  /** When it was switched on. */
  public Instant start() {
    return start;
  }

  /** The plant's time, in milliseconds since it was switched on. */
  public long now() {
    return now;
  }

  /** Its lines, in order. */
  public List<MouldingLine> lines() {
    return List.copyOf(lines);
  }

  /**
   * The press of that name.
   *
   * @throws IllegalArgumentException when there is none; names those there are
   */
  public MouldingLine line(String machine) {
    return lines.stream()
        .filter(line -> line.settings().machine().equalsIgnoreCase(machine))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no press \"" + machine + "\" in this plant"));
  }

  /** Lets the plant run for a while. */
  public void advance(Duration time) {
    advanceTo(now + time.toMillis());
  }

  /** Lets the plant run until then; does nothing when that is past. */
  public void advanceTo(Instant instant) {
    advanceTo(Duration.between(start, instant).toMillis());
  }

  /** Lets the plant run until so many milliseconds after it was switched on. */
  public void advanceTo(long millis) {
    now = Math.max(now, millis);
    lines.forEach(line -> line.advanceTo(now));
  }

  /** When something will happen next by itself, in milliseconds since it was switched on. */
  public long nextEvent() {
    return lines.stream().mapToLong(MouldingLine::nextEvent).min().orElse(Sequencer.NEVER);
  }
}
