package io.gemba.hal.simulator;

import io.gemba.hal.simulator.model.LineSettings;
import io.gemba.hal.simulator.model.MouldingLine;
import io.gemba.hal.simulator.model.PlantEvent;
import io.gemba.hal.simulator.model.PlantEvent.Part;
import io.gemba.hal.simulator.model.PlantEvent.StateInterval;
import io.gemba.hal.simulator.model.Signal;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What really happened, as JSON lines, flushed line by line so that it survives {@code die}. Times
 * are milliseconds since the epoch and equal the source times of the points. For one thread.
 */
final class TruthLog implements Closeable {

  private final BufferedWriter out;
  private final PlantClock clock;

  TruthLog(Path file, PlantClock clock) throws IOException {
    this.out = Files.newBufferedWriter(file);
    this.clock = clock;
  }

  void line(LineSettings line) {
    write(
        "{\"kind\":\"line\",\"machine\":%s,\"line\":%s,\"seed\":%d,\"idealCycleMs\":%d,\"from\":%d}"
            .formatted(
                quote(line.machine()),
                quote(line.line()),
                line.seed(),
                line.idealCycle().toMillis(),
                clock.start().toEpochMilli()));
  }

  void event(PlantEvent event) {
    switch (event) {
      case StateInterval interval -> state(interval, false);
      case Part part ->
          write(
              "{\"kind\":\"part\",\"machine\":%s,\"at\":%d,\"good\":%b}"
                  .formatted(quote(part.machine()), millis(part.at()), part.good()));
      case PlantEvent.Change change -> {} // the points themselves tell those
    }
  }

  void clockStep(Duration step) {
    write(
        "{\"kind\":\"clock\",\"at\":%d,\"step\":%d}"
            .formatted(clock.now().toEpochMilli(), step.toMillis()));
  }

  /** The state at the end, and the counts. */
  void end(MouldingLine press) {
    StateInterval open = press.openInterval();
    state(open, true);
    write(
        "{\"kind\":\"counts\",\"machine\":%s,\"at\":%d,\"good\":%s,\"reject\":%s,\"count\":%s,\"energy\":%s}"
            .formatted(
                quote(open.machine()),
                millis(open.to()),
                press.value(Signal.ACC_GOOD),
                press.value(Signal.ACC_REJECT),
                press.value(Signal.ACC_COUNT),
                press.value(Signal.ENERGY)));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void state(StateInterval interval, boolean open) {
    write(
        "{\"kind\":\"state\",\"machine\":%s,\"from\":%d,\"to\":%d,\"state\":%d,\"name\":%s,\"mode\":%d,\"cause\":%s%s}"
            .formatted(
                quote(interval.machine()),
                millis(interval.from()),
                millis(interval.to()),
                interval.state().code(),
                quote(interval.state().label()),
                interval.mode().code(),
                quote(interval.cause()),
                open ? ",\"open\":true" : ""));
  }

  private long millis(long plantMillis) {
    return clock.wallOf(plantMillis).toEpochMilli();
  }

  private void write(String json) {
    try {
      out.write(json);
      out.newLine();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the truth file: " + e.getMessage(), e);
    }
  }

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
