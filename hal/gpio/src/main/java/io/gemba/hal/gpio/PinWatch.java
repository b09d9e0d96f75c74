package io.gemba.hal.gpio;

import io.gemba.hal.gpio.cdev.CharDevice;
import io.gemba.hal.gpio.cdev.LineInfo;
import io.gemba.hal.spi.Discoverable.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Watches every free input of a chip, to find the wire of a machine by making one part. Lines that
 * somebody uses, that are outputs, or that carry a bus of the gateway are left alone; no pull is
 * changed. Used by one thread.
 */
final class PinWatch {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final String HEAD = "watching";

  /** Lines that the kernel calls free although a bus is on them, by what shows the bus. */
  private static final Map<String, List<Integer>> BUSES =
      Map.of(
          "/dev/i2c-1", List.of(2, 3),
          "/dev/spidev0.0", List.of(7, 8, 9, 10, 11),
          "/dev/serial0", List.of(14, 15),
          "/dev/ttyAMA0", List.of(14, 15),
          "/sys/bus/w1/devices/w1_bus_master1", List.of(4));

  private final LinesOpener opener;
  private final LongSupplier ticker;
  private final Map<Integer, Movement> moving = new TreeMap<>();

  PinWatch(LinesOpener opener, LongSupplier ticker) {
    this.opener = opener;
    this.ticker = ticker;
  }

  /** Of a chip's lines, those to leave alone, and why. */
  static Map<Integer, String> occupied(CharDevice chip, Path root) throws IOException {
    boolean header = Header.LABELS.contains(chip.info().label());
    Map<Integer, String> why = new TreeMap<>();
    for (int line = 0; line < chip.info().lines(); line++) {
      LineInfo info = chip.line(line);
      if (info.used() || info.output()) {
        why.put(line, Header.use(info));
      } else if (header && Header.pinOf(line) == 0) {
        why.put(line, "not on the header");
      }
    }
    if (header) {
      BUSES.forEach(
          (node, lines) -> {
            if (Files.exists(root.resolve(node.substring(1)))) {
              lines.forEach(line -> why.putIfAbsent(line, "belongs to " + node));
            }
          });
    }
    return why;
  }

  /**
   * Tells what is watched, then what moves, until interrupted.
   *
   * @param count how many lines there are
   * @param occupied those to leave alone, and why
   */
  void run(int count, Map<Integer, String> occupied, Consumer<Found> told)
      throws IOException, InterruptedException {
    try (Lines lines = opener.open(InstantSource.system(), ticker)) {
      told.accept(new Found(HEAD, take(lines, count, occupied)));
      while (true) {
        Optional<Edge> edge = lines.next(untilDue());
        edge.ifPresent(this::moved);
        tell(told);
      }
    }
  }

  private Map<String, String> take(Lines lines, int count, Map<Integer, String> occupied) {
    Map<String, String> facts = new LinkedHashMap<>();
    long now = ticker.getAsLong();
    for (int line = 0; line < count; line++) {
      if (!occupied.containsKey(line)) {
        try {
          Lines.Granted granted = lines.input(wanted(line));
          moving.put(line, new Movement(line, granted.high(), now));
        } catch (IOException e) {
          facts.put(Movement.name(line), "not watched: " + e.getMessage());
        }
      }
    }
    occupied.forEach((line, why) -> facts.put(Movement.name(line), "not watched: " + why));
    facts.put("lines", moving.size() + " free inputs; make one part now (Ctrl-C ends)");
    return facts;
  }

  private static Lines.Wanted wanted(int line) {
    return new Lines.Wanted(line, Lines.Pull.AS_IT_IS, Lines.Edges.BOTH, Duration.ZERO);
  }

  private void moved(Edge edge) {
    Movement movement = moving.get(edge.line());
    if (movement != null) {
      movement.edge(edge);
    }
  }

  private Duration untilDue() {
    long now = ticker.getAsLong();
    long due = LOOK.toNanos();
    for (Movement movement : moving.values()) {
      due = Math.min(due, movement.nanosUntilDue(now));
    }
    return Duration.ofNanos(due);
  }

  private void tell(Consumer<Found> told) {
    long now = ticker.getAsLong();
    for (Movement movement : moving.values()) {
      if (movement.nanosUntilDue(now) == 0) {
        told.accept(movement.tell(now));
      }
    }
  }
}
