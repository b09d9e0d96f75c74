package io.gemba.hal.gpio;

import static io.gemba.hal.gpio.BedGuest.PATIENCE;
import static io.gemba.hal.gpio.BedGuest.adapter;
import static io.gemba.hal.gpio.BedGuest.counter;
import static io.gemba.hal.gpio.BedGuest.driving;
import static io.gemba.hal.gpio.BedGuest.level;
import static io.gemba.hal.gpio.BedGuest.plug;
import static io.gemba.hal.gpio.BedGuest.pull;
import static io.gemba.hal.gpio.BedGuest.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Discoverable;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import io.gemba.hal.tck.RecordingContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What is tried on a real kernel with simulated wires, each from a fresh adapter. */
enum BedScenario {
  EVERY_PULSE_IS_COUNTED {
    @Override
    void play(BedGuest bed) throws Exception {
      try (AdapterRun run = start(Map.of("parts", counter(17)))) {
        bed.drive(17, 3_000, 300);
        awaitTotal(run.context(), "parts", 3_000);
        bed.drive(17, 5_000, 0); // as fast as it goes: corrected where the kernel had no room
        awaitTotal(run.context(), "parts", 8_000);
        bed.figure("lost and corrected at full speed " + lost(run.context().losses()));
      }
    }
  },

  WHAT_A_STUCK_GATEWAY_MISSES_IS_NAMED_AND_CORRECTED {
    @Override
    void play(BedGuest bed) throws Exception {
      RecordingContext host = BedGuest.host();
      CountDownLatch gate = new CountDownLatch(1);
      Adapter adapter = adapter(Map.of("parts", counter(17)));
      Thread run = Thread.ofPlatform().start(() -> runBehind(gate, adapter, host));
      try {
        Await.until("the first sample waits", PATIENCE, () -> !host.samples().isEmpty());
        bed.drive(17, 3_000, 0);
        Instant opened = Instant.now();
        gate.countDown();
        awaitTotal(host, "parts", 3_000);
        // the line has room for 1,024 in the kernel
        Await.until(
            () -> "3,000 - 1,024 lost: " + host.losses(),
            PATIENCE,
            () -> lost(host.losses()) == 1_976);
        assertThat(host.losses()).allMatch(loss -> "parts".equals(loss.point()));
        assertThat(host.samples("parts").getLast().sourceTime()).isBefore(opened);
      } finally {
        run.interrupt();
        run.join();
      }
    }
  },

  A_BOUNCING_CONTACT_COUNTS_ONCE {
    @Override
    void play(BedGuest bed) throws Exception {
      presses(bed, 15, 40_000, 200);
    }
  },

  A_CONTACT_THAT_BOUNCES_LONG_IS_DEBOUNCED_BY_THE_KERNEL {
    @Override
    void play(BedGuest bed) throws Exception {
      presses(bed, 40, 120_000, 500);
    }
  },

  TWO_COUNTERS_AND_EIGHT_LAMPS_AT_ONCE {
    @Override
    void play(BedGuest bed) throws Exception {
      Map<String, Object> points = new LinkedHashMap<>();
      points.put("good", counter(17));
      points.put("bad", counter(27));
      for (int line = 2; line < 10; line++) {
        points.put("lamp" + line, Map.of("line", line));
      }
      try (AdapterRun run = start(points)) {
        Process good = driving(17, 1_500, 500);
        Process bad = driving(27, 1_500, 700);
        for (int round = 0; round < 5; round++) {
          for (int line = 2; line < 10; line++) {
            pull(line, round % 2 == 0);
          }
          Thread.sleep(100); // the lamps' own rhythm, nothing is waited for
        }
        bed.done(good);
        bed.done(bad);
        awaitTotal(run.context(), "good", 1_500);
        awaitTotal(run.context(), "bad", 1_500);
        for (int line = 2; line < 10; line++) {
          assertThat(run.context().samples("lamp" + line).stream().map(Sample::value))
              .containsExactly(of(false), of(true), of(false), of(true), of(false), of(true));
          pull(line, false);
        }
        assertThat(run.context().losses()).isEmpty();
      }
    }
  },

  A_LINE_OF_ANOTHER_PROGRAM_HEALS_WHEN_IT_IS_FREED {
    @Override
    void play(BedGuest bed) throws Exception {
      Process other = BedGuest.gpiomon(22, Files.createTempFile("gpiomon", ".txt"));
      try {
        Await.until("gpiomon has the line", PATIENCE, () -> taken(22));
        try (AdapterRun run =
            start(Map.of("door", Map.of("line", 22), "lamp", Map.of("line", 4)))) {
          assertThat(run.context().awaitProblem("door", PATIENCE)).contains("gpiomon");
          pull(4, true);
          run.context().awaitSample("lamp", s -> s.value().equals(of(true)), PATIENCE);
          other.destroy();
          Await.until("it heals", PATIENCE, () -> run.context().problem("door").isEmpty());
          pull(22, true);
          run.context().awaitSample("door", s -> s.value().equals(of(true)), PATIENCE);
        }
      } finally {
        other.destroyForcibly().waitFor();
        pull(4, false);
        pull(22, false);
      }
    }
  },

  AN_OUTPUT_SWITCHES_ITS_WIRE {
    @Override
    void play(BedGuest bed) throws Exception {
      Adapter adapter =
          adapter(
              Map.of(
                  "horn", Map.of("line", 24, "mode", "output", "writable", true),
                  "valve", Map.of("line", 25, "mode", "output", "initial", "on")));
      try (AdapterRun run = start(adapter)) {
        assertThat(level(24)).isFalse();
        assertThat(level(25)).isTrue();
        assertThat(((Writable) adapter).write("horn", of(true))).isZero();
        assertThat(level(24)).isTrue();
        assertThat(run.context().problem("horn")).isEmpty();
      }
    }
  },

  A_PULL_HOLDS_AN_OPEN_INPUT {
    @Override
    void play(BedGuest bed) throws Exception {
      try (AdapterRun run =
          start(
              Map.of(
                  "up",
                  Map.of("line", 10, "pull", "up"),
                  "down",
                  Map.of("line", 11, "pull", "down", "active-low", true)))) {
        assertThat(run.context().samples("up").getLast().value()).isEqualTo(of(true));
        assertThat(run.context().samples("down").getLast().value()).isEqualTo(of(true));
        assertThat(level(10)).isTrue();
      }
      pull(10, false);
    }
  },

  AN_INTERRUPT_ENDS_THE_RUN_AND_WHAT_CAME_IS_STILL_COUNTED {
    @Override
    void play(BedGuest bed) throws Exception {
      Adapter adapter = adapter(Map.of("parts", counter(17)));
      RecordingContext host;
      try (AdapterRun run = start(adapter)) {
        host = run.context();
        bed.drive(17, 200, 0);
        run.interrupt();
        run.awaitEnd(InterruptedException.class, Duration.ofSeconds(2));
      }
      assertThat(host.samples("parts").getLast().value()).isEqualTo(Value.of(200));
      assertThat(taken(17)).isFalse();
    }
  },

  AN_UNPLUGGED_CHIP_ENDS_THE_RUN_IN_WORDS_AND_COUNTS_ON_WHEN_IT_IS_BACK {
    @Override
    void play(BedGuest bed) throws Exception {
      Adapter adapter = adapter(Map.of("parts", counter(17)));
      try (AdapterRun run = start(adapter)) {
        bed.drive(17, 10, 1_000);
        awaitTotal(run.context(), "parts", 10);
        plug(false);
        assertThat(run.awaitEnd(IOException.class, PATIENCE)).hasMessageContaining("unplugged");
      } finally {
        plug(true);
      }
      try (AdapterRun run = start(adapter)) {
        bed.drive(17, 5, 1_000);
        awaitTotal(run.context(), "parts", 15);
      }
    }
  },

  A_KILLED_GATEWAY_COUNTS_ON_FROM_WHAT_WAS_SAVED_AND_SAYS_SO {
    @Override
    void play(BedGuest bed) throws Exception {
      RecordingContext first = BedGuest.host();
      try (AdapterRun run = AdapterRun.start(adapter(Map.of("parts", counter(17))), first)) {
        first.awaitConnected(PATIENCE);
        bed.drive(17, 10, 1_000);
        awaitTotal(first, "parts", 10);
        assertThat(run.hasEnded()).isFalse();
      }
      Process child = BedChild.start(first.stateDirectory());
      try (BufferedReader told = child.inputReader()) {
        assertThat(told.readLine()).isEqualTo(Value.of(10).toString());
        bed.drive(17, 5, 1_000);
        String last = Value.of(15).toString();
        assertThat(told.lines().anyMatch(last::equals)).isTrue();
      } finally {
        child.destroyForcibly().waitFor(); // SIGKILL
      }
      RecordingContext next = new RecordingContext(first.stateDirectory(), first.clock());
      try (AdapterRun run = AdapterRun.start(adapter(Map.of("parts", counter(17))), next)) {
        next.awaitConnected(PATIENCE);
        assertThat(next.samples("parts").getFirst().value()).isEqualTo(Value.of(10));
        assertThat(next.losses()).extracting(Loss::cause).containsExactly("counter-not-saved");
        assertThat(run.hasEnded()).isFalse();
      }
    }
  },

  A_RATE_IS_WHAT_WAS_DRIVEN {
    @Override
    void play(BedGuest bed) throws Exception {
      BedModes.rate(bed);
    }
  },

  RUN_TIME_AND_DUTY_ARE_WHAT_THE_WIRE_DID {
    @Override
    void play(BedGuest bed) throws Exception {
      BedModes.runTimeAndDuty();
    }
  },

  AN_ENCODER_IS_FOLLOWED_FORWARDS_AND_BACKWARDS {
    @Override
    void play(BedGuest bed) throws Exception {
      BedModes.quadrature(bed);
    }
  },

  A_LAMP_BLINKS_AND_RESTS {
    @Override
    void play(BedGuest bed) throws Exception {
      BedModes.lamp(bed);
    }
  },

  A_LIVE_WATCH_TELLS_WHICH_PIN_MOVES_AND_TAKES_NONE_IN_USE {
    @Override
    void play(BedGuest bed) throws Exception {
      BedModes.watch();
    }
  },

  DISCOVERY_SHOWS_THE_HEADER_AND_WHO_HAS_WHAT {
    @Override
    void play(BedGuest bed) throws Exception {
      try (AdapterRun run = start(Map.of("parts", counter(17)))) {
        Discoverable discoverable = new GpioAdapterFactory();
        Map<String, String> facts = discoverable.discover("gpio").getFirst().facts();
        assertThat(facts).containsEntry("label", "pinctrl-rp1").containsEntry("lines", "28");
        assertThat(facts.get("line 17")).contains("GPIO17", "in", "gemba");
        assertThat(facts.get("pins 11|12")).contains("GPIO17", "gemba", "GPIO18", "free");
        assertThat(run.context().losses()).isEmpty();
      }
    }
  },

  THE_CONTRACT_OF_ADAPTERS_HOLDS {
    @Override
    void play(BedGuest bed) {
      SummaryGeneratingListener summary = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(CdevContract.class))
                  .build(),
              summary);
      StringWriter failures = new StringWriter();
      summary.getSummary().printFailuresTo(new PrintWriter(failures, true));
      bed.figure("contract passed " + summary.getSummary().getTestsSucceededCount());
      assertThat(summary.getSummary().getTestsFailedCount()).as(failures.toString()).isZero();
      assertThat(summary.getSummary().getTestsSucceededCount()).isGreaterThanOrEqualTo(9);
    }
  },

  THE_FIGURES_ARE_TAKEN {
    @Override
    void play(BedGuest bed) throws Exception {
      BedFigures.take(bed);
    }
  };

  private static final int ATTEMPTS = 6;

  /** Tries it. */
  abstract void play(BedGuest bed) throws Exception;

  private static Value of(boolean on) {
    return Value.of(on);
  }

  /**
   * Presses that bounce; again when the machine was too busy to bounce faster than the debounce.
   */
  private static void presses(BedGuest bed, int debounceMillis, int half, int bounce)
      throws Exception {
    Map<String, Object> contact = new LinkedHashMap<>(counter(17));
    contact.put("debounce", debounceMillis + "ms");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (AdapterRun run = start(Map.of("parts", contact))) {
        long worst = bed.bounce(17, 10, half, 9, bounce).get("worst_us");
        if (worst < debounceMillis * 1_000L) {
          awaitTotal(run.context(), "parts", 10);
          assertSteady(run.context(), "parts", 10);
          assertThat(run.context().losses()).isEmpty();
          return;
        }
      }
    }
    throw new AssertionError(
        "this machine is too busy for a bounce below " + debounceMillis + " ms");
  }

  private static void awaitTotal(RecordingContext host, String point, long total)
      throws InterruptedException {
    host.awaitSample(point, sample -> sample.value().equals(Value.of(total)), PATIENCE);
  }

  /** No late edge makes it more. */
  private static void assertSteady(RecordingContext host, String point, long total)
      throws InterruptedException {
    assertThat(
            Await.happens(
                Duration.ofMillis(300),
                () -> !host.samples(point).getLast().value().equals(Value.of(total))))
        .isFalse();
  }

  private static long lost(List<Loss> losses) {
    return losses.stream().mapToLong(Loss::count).sum();
  }

  private static boolean taken(int line) {
    try (var chip = GpioChips.onThisMachine().open(new Chip.Auto())) {
      return chip.line(line).used();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs an adapter until it ends. */
  static void runOn(DeviceContext host, Map<String, ?> points) {
    try {
      adapter(points).run(host);
    } catch (Exception ended) {
      ended.printStackTrace();
    }
  }

  private static void runBehind(CountDownLatch gate, Adapter adapter, RecordingContext host) {
    try {
      adapter.run(new GatedContext(host, gate));
    } catch (InterruptedException | IOException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
