package io.gemba.agent.core.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.AlarmConfig;
import io.gemba.agent.core.config.AlarmConfig.Condition;
import io.gemba.agent.core.config.AlarmConfig.Deviation;
import io.gemba.agent.core.config.AlarmConfig.High;
import io.gemba.agent.core.config.AlarmConfig.Low;
import io.gemba.agent.core.config.AlarmConfig.Rate;
import io.gemba.agent.core.config.AlarmConfig.Silence;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a point does, and however often time is told. */
class AlarmPropertiesTest {

  @Property(tries = 60)
  void raisesAndClearsTakeTurnsAlsoOverRestartsAndSteps(@ForAll long seed) {
    Random random = new Random(seed);
    AlarmConfig config = config(random);
    AlarmBench bench = new AlarmBench(config);
    List<String> told = new ArrayList<>();
    List<AlarmMemory> memory = List.of();
    for (int life = 0; life < 3; life++) {
      bench = new AlarmBench(config);
      bench.engine.restore(memory);
      long at = 0;
      for (Sample sample : stream(random, AlarmBench.START)) {
        at = Duration.between(AlarmBench.START, sample.sourceTime()).toMillis();
        bench.until(at).sees(sample);
        if (random.nextInt(20) == 0) {
          bench.step(Duration.ofMillis(random.nextInt(200_000) - 100_000));
        }
      }
      bench.facts.forEach(fact -> told.add(AlarmBench.field(fact, "state")));
      memory = bench.facts.isEmpty() ? memory : bench.remembered;
    }
    for (int i = 0; i < told.size(); i++) {
      assertThat(told.get(i)).isEqualTo(i % 2 == 0 ? "raised" : "cleared");
    }
  }

  @Property(tries = 60)
  void tickingMoreOftenOrCuttingTheStreamChangesNothing(
      @ForAll long seed,
      @ForAll @IntRange(min = 50, max = 9000) int every,
      @ForAll @IntRange(min = 1, max = 10) int cut) {
    AlarmConfig config = config(new Random(seed));
    List<Sample> stream = stream(new Random(seed), AlarmBench.START);
    assertThat(play(config, stream, every, cut)).isEqualTo(play(config, stream, 1000, 1));
  }

  /** Samples come in pieces of up to {@code cut}, between ticks that never pass them. */
  private static List<String> play(AlarmConfig config, List<Sample> stream, int every, int cut) {
    AlarmBench bench = new AlarmBench(config);
    Instant now = AlarmBench.START;
    int next = 0;
    while (next < stream.size()) {
      Instant until = now.plusMillis(every);
      List<Sample> piece = new ArrayList<>();
      while (next < stream.size() && !stream.get(next).sourceTime().isAfter(until)) {
        piece.add(stream.get(next++));
        if (piece.size() == cut) {
          bench.engine.observe(AlarmBench.PRESS, piece);
          piece = new ArrayList<>();
        }
      }
      bench.engine.observe(AlarmBench.PRESS, piece);
      bench.engine.tick(until);
      now = until;
    }
    Instant end = stream.getLast().sourceTime().plusSeconds(100);
    for (Instant at = now; at.isBefore(end); at = at.plusSeconds(5)) {
      bench.engine.tick(at);
    }
    return bench.story();
  }

  private static AlarmConfig config(Random random) {
    Condition condition =
        switch (random.nextInt(5)) {
          case 0 -> new High(60);
          case 1 -> new Low(40);
          case 2 -> new Rate(30, Duration.ofMillis(1 + random.nextInt(20_000)));
          case 3 -> new Deviation(25, Optional.empty(), 50);
          default -> new Silence(Duration.ofMillis(5_000 + random.nextInt(20_000)));
        };
    double hysteresis = condition instanceof Silence ? 0 : random.nextInt(20);
    return AlarmBench.alarm(
        condition,
        hysteresis,
        random.nextBoolean() ? 0 : random.nextInt(10_000),
        random.nextBoolean() ? 0 : random.nextInt(10_000));
  }

  private static List<Sample> stream(Random random, Instant start) {
    List<Sample> samples = new ArrayList<>();
    Instant at = start;
    double value = 50;
    for (int i = 0; i < 120; i++) {
      at = at.plusMillis(random.nextInt(8) == 0 ? random.nextInt(40_000) : random.nextInt(1500));
      value = Math.max(0, Math.min(100, value + random.nextGaussian() * 15));
      samples.add(
          random.nextInt(15) == 0
              ? Sample.bad("temp", 0, at)
              : Sample.good("temp", Value.of(Math.rint(value)), at));
    }
    return samples;
  }
}
