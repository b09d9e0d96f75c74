package io.gemba.hal.gpio;

import static io.gemba.hal.gpio.BedGuest.PATIENCE;
import static io.gemba.hal.gpio.BedGuest.counter;
import static io.gemba.hal.gpio.BedGuest.pull;
import static io.gemba.hal.gpio.BedGuest.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Discoverable.Found;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import io.gemba.hal.tck.RecordingContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The scenarios of the point modes and the live watch. */
final class BedModes {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double DUTY_PERIOD = 0.4;

  /** A multiple of 16, so that both tracks end low. */
  private static final int STEPS = Integer.getInteger("bed.steps", 480);

  private BedModes() {}

  private static double real(Sample sample) {
    return ((Value.Real) sample.value()).value();
  }

  /** Between what was certainly on and what may have been. */
  static void runTimeAndDuty() throws Exception {
    Map<String, Object> points = new LinkedHashMap<>();
    points.put("pump", Map.of("line", 18, "mode", "run-time"));
    points.put("valve", Map.of("line", 19, "mode", "duty", "report", "400ms"));
    try (AdapterRun run = start(points)) {
      RecordingContext host = run.context();
      long before = System.nanoTime();
      pull(18, true);
      pull(19, true);
      long on = System.nanoTime();
      Thread.sleep(500); // it stays on; how long is measured
      long still = System.nanoTime();
      pull(18, false);
      pull(19, false);
      long after = System.nanoTime();
      double least = (still - on) / NANOS_PER_SECOND;
      double most = (after - before) / NANOS_PER_SECOND;
      Await.until("the pump is off", PATIENCE, () -> host.samples("pump").size() == 3);
      assertThat(real(host.samples("pump").getLast())).isBetween(least - 0.001, most + 0.001);
      Await.until(
          "a period without",
          PATIENCE,
          () -> host.samples("valve").size() > 1 && real(host.samples("valve").getLast()) == 0);
      double seconds =
          host.samples("valve").stream().mapToDouble(s -> real(s) / 100 * DUTY_PERIOD).sum();
      assertThat(seconds).isBetween(least - 0.001, most + 0.001);
    }
  }

  /** By what the driver says it did; alone the mean of a busy machine is told. */
  static void rate(BedGuest bed) throws Exception {
    Map<String, Object> speed =
        Map.of("line", 17, "mode", "rate", "report", "200ms", "silence", "500ms");
    try (AdapterRun run = start(Map.of("speed", speed))) {
      Map<String, Long> did = bed.drive(17, 400, 1_000);
      double driven = did.get("pulses") * 1_000.0 / did.get("ms");
      RecordingContext host = run.context();
      Await.until(
          "it stands still", PATIENCE, () -> host.samples("speed").size() > 2 && last(host) == 0);
      List<Double> told =
          host.samples("speed").stream().map(BedModes::real).filter(r -> r > 0).toList();
      bed.figure("driven at %.0f/s, told %s".formatted(driven, told));
      assertThat(told).anyMatch(rate -> rate > driven * 0.7 && rate < driven * 1.4);
    }
  }

  private static double last(RecordingContext host) {
    return real(host.samples("speed").getLast());
  }

  /** Forwards, backwards, with contacts that bounce: both tracks in one order. */
  static void quadrature(BedGuest bed) throws Exception {
    Map<String, Object> shaft =
        Map.of("line", 5, "line-b", 6, "mode", "quadrature", "report", "50ms");
    try (AdapterRun run = start(Map.of("shaft", shaft))) {
      RecordingContext host = run.context();
      long from = System.nanoTime();
      long at = turn(0, STEPS);
      host.awaitSample("shaft", s -> s.value().equals(Value.of(STEPS)), PATIENCE);
      bed.figure(
          "quadrature at %.0f steps/s"
              .formatted(STEPS * NANOS_PER_SECOND / (System.nanoTime() - from)));
      at = turn(at, -STEPS / 4);
      for (int bounce = 0; bounce < 20; bounce++) {
        at = turn(turn(at, 1), -1);
      }
      host.awaitSample("shaft", s -> s.value().equals(Value.of(STEPS - STEPS / 4)), PATIENCE);
      assertThat(at).isEqualTo(STEPS - STEPS / 4);
      assertThat(host.losses()).isEmpty();
      turn(at, STEPS / 4 - STEPS); // both low again
    }
  }

  private static long turn(long from, int steps) throws IOException {
    long at = from;
    int step = Integer.signum(steps);
    for (int i = 0; i < Math.abs(steps); i++) {
      boolean a = high(at, 1);
      at += step;
      boolean moved = a != high(at, 1);
      pull(moved ? 5 : 6, high(at, moved ? 1 : 2));
    }
    return at;
  }

  /** Track A is high in quarters 1 and 2 of a period, B in 2 and 3. */
  private static boolean high(long position, int from) {
    long quarter = Math.floorMod(position, 4);
    return quarter == from || quarter == from + 1;
  }

  /** Blinks, then rests. */
  static void lamp(BedGuest bed) throws Exception {
    try (AdapterRun run = start(Map.of("red", Map.of("line", 7, "mode", "lamp")))) {
      RecordingContext host = run.context();
      bed.drive(7, 5, 150_000);
      host.awaitSample("red", s -> s.value().toString().contains("blinking"), PATIENCE);
      Await.until(
          "it rests",
          PATIENCE,
          () -> host.samples("red").getLast().value().equals(Value.of("off")));
      bed.figure("lamp " + host.samples("red").stream().map(Sample::value).toList());
    }
  }

  /** One line is somebody's, another moves. */
  static void watch() throws Exception {
    List<Found> told = new CopyOnWriteArrayList<>();
    try (AdapterRun run = start(Map.of("parts", counter(17)))) {
      Thread watching = Thread.ofPlatform().start(() -> watch(told));
      try {
        Await.until("it says what it watches", PATIENCE, () -> !told.isEmpty());
        assertThat(told.getFirst().facts().get("GPIO17 (pin 11)")).contains("taken by 'gemba'");
        pull(27, true);
        pull(27, false);
        Await.until(
            () -> "GPIO27 moved twice: " + told,
            PATIENCE,
            () -> "2".equals(told.getLast().facts().get("changes")));
        assertThat(told.getLast().address()).isEqualTo("GPIO27 (pin 13)");
        assertThat(run.hasEnded()).isFalse();
      } finally {
        watching.interrupt();
        watching.join();
      }
    }
  }

  private static void watch(List<Found> told) {
    try {
      new GpioAdapterFactory().watch("gpio", told::add);
    } catch (InterruptedException | IOException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
