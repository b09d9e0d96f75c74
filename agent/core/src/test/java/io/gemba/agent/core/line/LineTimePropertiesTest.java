package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.LineConfig;
import io.gemba.agent.core.config.LineConfig.Break;
import io.gemba.agent.core.config.LineConfig.Counter;
import io.gemba.agent.core.config.LineConfig.PackMl;
import io.gemba.agent.core.config.LineConfig.PackMl.Profile;
import io.gemba.agent.core.config.LineConfig.Shift;
import io.gemba.agent.core.config.LineConfig.StackLight;
import io.gemba.agent.core.config.LineConfig.StateSource;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.LineStatus;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Every millisecond is counted once, however samples are cut and however often time is told. */
class LineTimePropertiesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final DeviceRef PRESS = new DeviceRef("press", "molding/l3/press");

  /** An ordinary day, and the two on which the clocks change. */
  private static final List<Instant> MORNINGS =
      List.of(
          Instant.parse("2026-11-23T21:30:00Z"),
          Instant.parse("2026-03-29T00:10:00Z"),
          Instant.parse("2026-10-24T23:10:00Z"));

  @Property(tries = 40)
  void timesOfAllStatesMakeTheTimeSinceTheShiftBegan(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int day) {
    Instant start = MORNINGS.get(day);
    List<Sample> stream = stream(new Random(seed), start);
    Play play = new Play(line(seed), start).run(stream, 1000, 3);
    LineMemory memory = play.engine.snapshot().getFirst();
    long sum = memory.millis().values().stream().mapToLong(Long::longValue).sum();
    assertThat(sum).isEqualTo(Duration.between(memory.shiftFrom(), memory.at()).toMillis());
    assertThat(memory.known()).isLessThanOrEqualTo(memory.busy());
    assertThat(memory.busy()).isLessThanOrEqualTo(sum);
  }

  @Property(tries = 40)
  void cuttingTheStreamOrTickingMoreOftenChangesNothing(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 2) int day,
      @ForAll @IntRange(min = 200, max = 9000) int ticks,
      @ForAll @IntRange(min = 1, max = 20) int cut) {
    Instant start = MORNINGS.get(day);
    List<Sample> stream = stream(new Random(seed), start);
    Play plain = new Play(line(seed), start).run(stream, 1000, 1);
    Play other = new Play(line(seed), start).run(stream, ticks, cut);
    assertThat(other.engine.snapshot()).isEqualTo(plain.engine.snapshot());
    assertThat(other.changes()).isEqualTo(plain.changes());
  }

  private static LineConfig line(long seed) {
    StateSource source =
        switch ((int) Math.floorMod(seed, 3L)) {
          case 0 -> new PackMl(LineBench.point("state"), Optional.empty(), Profile.ISA_TR88);
          case 1 ->
              new StackLight(
                  Optional.of(LineBench.point("green")),
                  Optional.of(LineBench.point("amber")),
                  Optional.of(LineBench.point("red")),
                  Optional.empty());
          default -> new Counter();
        };
    Shift night =
        new Shift(
            EnumSet.allOf(DayOfWeek.class),
            LocalTime.of(22, 0),
            LocalTime.of(2, 30),
            List.of(new Break(LocalTime.of(0, 30), LocalTime.of(1, 30))),
            OptionalLong.empty());
    Shift early =
        new Shift(
            EnumSet.complementOf(EnumSet.of(DayOfWeek.TUESDAY)),
            LocalTime.of(2, 30),
            LocalTime.of(6, 0),
            List.of(),
            OptionalLong.of(100));
    return LineBench.line(source, Duration.ofSeconds(16), night, early);
  }

  /** Some hours of everything that can happen, mostly little by little, now and then nothing. */
  private static List<Sample> stream(Random random, Instant start) {
    List<Sample> samples = new ArrayList<>();
    Instant at = start;
    long good = 0;
    for (int i = 0; i < 200; i++) {
      at = at.plusMillis(random.nextInt(10) == 0 ? random.nextInt(400_000) : random.nextInt(3000));
      samples.add(
          switch (random.nextInt(6)) {
            case 0 -> Sample.good("state", Value.of(random.nextInt(18)), at);
            case 1 -> Sample.good("green", Value.of(random.nextBoolean()), at);
            case 2 -> Sample.good("amber", Value.of(random.nextInt(3) == 0), at);
            case 3 -> Sample.good("red", Value.of(random.nextInt(6) == 0), at);
            case 4 -> Sample.good("good", Value.of(good += random.nextInt(3)), at);
            default ->
                random.nextInt(8) == 0
                    ? Sample.bad(random.nextBoolean() ? "good" : "state", 0, at)
                    : Sample.good("reject", Value.of(good / 10), at);
          });
    }
    return samples;
  }

  /** One run of an engine over a stream: ticks before, between and after samples. */
  private static final class Play {
    final List<Outgoing.Statement> said = new ArrayList<>();
    final List<Sample> facts = new ArrayList<>();
    final LineEngine engine;
    private final Instant start;

    Play(LineConfig line, Instant start) {
      this.engine =
          new LineEngine(List.of(line), BERLIN, start, said::add, (name, fact) -> facts.add(fact));
      this.start = start;
    }

    /** Batches never reach over a tick, as no agent hands in what has not happened yet. */
    Play run(List<Sample> stream, int tickMillis, int cut) {
      Instant tick = start;
      engine.tick(start);
      List<Sample> batch = new ArrayList<>();
      for (Sample sample : stream) {
        while (tick.plusMillis(tickMillis).isBefore(sample.sourceTime())) {
          flush(batch);
          tick = tick.plusMillis(tickMillis);
          engine.tick(tick);
        }
        batch.add(sample);
        if (batch.size() >= cut) {
          flush(batch);
        }
      }
      flush(batch);
      engine.tick(stream.getLast().sourceTime().plusSeconds(9));
      return this;
    }

    private void flush(List<Sample> batch) {
      if (!batch.isEmpty()) {
        engine.observe(PRESS, List.copyOf(batch));
        batch.clear();
      }
    }

    List<String> changes() {
      return said.stream()
          .filter(LineStatus.class::isInstance)
          .map(LineStatus.class::cast)
          .map(s -> s.state() + " " + s.slow() + " " + s.since() + " " + s.cause())
          .reduce(
              new ArrayList<String>(),
              (list, s) -> {
                if (list.isEmpty() || !list.getLast().equals(s)) {
                  list.add(s);
                }
                return list;
              },
              (a, b) -> a);
    }
  }
}
