package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.LineConfig;
import io.gemba.agent.core.config.LineConfig.Break;
import io.gemba.agent.core.config.LineConfig.Shift;
import io.gemba.agent.core.config.LineConfig.StackLight;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.cloud.spi.ShiftKpi;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A day of a plant whose truth is known: what the engine makes of lamps and pulses equals it to the
 * second and the part, also when the agent was restarted and its clock was wrong at boot.
 */
class TruthDayTest {
  private static final Duration IDEAL = Duration.ofSeconds(16);
  private static final long CYCLE = 16_000;
  private static final long HOUR = 3_600_000;
  private static final long DAY_LENGTH = 12 * HOUR;
  private static final DeviceRef PRESS = new DeviceRef("press", "molding/l3/press");

  /** One stretch of the truth. */
  private record Truth(State state, long from, long to) {}

  private final List<Outgoing.Statement> said = new ArrayList<>();
  private final List<Sample> facts = new ArrayList<>();

  private static LineConfig line() {
    return LineBench.line(
        new StackLight(
            Optional.of(LineBench.point("green")),
            Optional.of(LineBench.point("amber")),
            Optional.of(LineBench.point("red")),
            Optional.empty()),
        IDEAL,
        new Shift(
            EnumSet.allOf(DayOfWeek.class),
            LocalTime.of(8, 0),
            LocalTime.of(20, 0),
            List.of(new Break(LocalTime.of(12, 0), LocalTime.of(13, 0))),
            OptionalLong.of(2000)));
  }

  private LineEngine engine(Instant start) {
    return new LineEngine(
        List.of(line()), LineBench.DONGGUAN, start, said::add, (name, fact) -> facts.add(fact));
  }

  /** Runs, faults, waits and is set up by turns; whole seconds, no stretch too short to be seen. */
  private static List<Truth> truth(Random random) {
    List<Truth> truth = new ArrayList<>();
    State[] others = {State.FAULT, State.IDLE, State.SETUP};
    long at = 0;
    boolean runs = true;
    while (at < DAY_LENGTH - 300_000) {
      long length = 1000L * (runs ? 60 + random.nextInt(2400) : 20 + random.nextInt(600));
      long to = Math.min(DAY_LENGTH - 300_000, at + length);
      truth.add(new Truth(runs ? State.RUNNING : others[random.nextInt(3)], at, to));
      runs = !runs;
      at = to;
    }
    truth.add(new Truth(State.IDLE, at, DAY_LENGTH));
    return truth;
  }

  private record Plant(List<Sample> samples, long good, long reject) {}

  /** What lamps and counters show of the truth. */
  private static Plant plant(List<Truth> truth, Random random) {
    List<Sample> samples = new ArrayList<>();
    long good = 0;
    long reject = 0;
    for (String lamp : List.of("green", "amber", "red")) {
      samples.add(sample(lamp, Value.of(lamp.equals("green")), 0));
    }
    samples.add(sample("good", Value.of(0), 0));
    samples.add(sample("reject", Value.of(0), 0));
    State before = State.RUNNING;
    for (Truth stretch : truth) {
      long from = stretch.from();
      if (stretch.state() != before) {
        samples.addAll(lamps(stretch));
      }
      before = stretch.state();
      for (long at = from + CYCLE; stretch.state() == State.RUNNING && at < stretch.to(); ) {
        if (random.nextInt(50) == 0) {
          samples.add(sample("reject", Value.of(++reject), at));
        } else {
          samples.add(sample("good", Value.of(++good), at));
        }
        at += CYCLE;
      }
    }
    samples.sort(java.util.Comparator.comparing(Sample::sourceTime));
    return new Plant(samples, good, reject);
  }

  private static List<Sample> lamps(Truth stretch) {
    List<Sample> lamps = new ArrayList<>();
    long from = stretch.from();
    lamps.add(sample("amber", Value.of(stretch.state() == State.IDLE), from));
    lamps.add(sample("red", Value.of(stretch.state() == State.FAULT), from));
    if (stretch.state() == State.SETUP) {
      boolean lit = false;
      for (long at = from; at < stretch.to() - 500; at += 500) {
        lamps.add(sample("green", Value.of(lit), at));
        lit = !lit;
      }
      lamps.add(sample("green", Value.of(false), stretch.to() - 250));
    } else {
      lamps.add(sample("green", Value.of(stretch.state() == State.RUNNING), from));
    }
    return lamps;
  }

  private static Sample sample(String point, Value value, long at) {
    return Sample.good(point, value, LineBench.START.plusMillis(at));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void figuresEqualTheTruth(long seed) {
    List<Truth> truth = truth(new Random(seed));
    Plant plant = plant(truth, new Random(seed));
    LineEngine engine = engine(LineBench.START);
    play(engine, plant.samples(), 0, DAY_LENGTH + 120_000);

    assertThat(lengths(facts)).isEqualTo(lengths(truth));
    ShiftKpi kpi = lastOfTheShift();
    assertThat(kpi.good()).hasValue(plant.good());
    assertThat(kpi.reject()).hasValue(plant.reject());
    assertThat(kpi.productionTime().toMillis()).isEqualTo(running(truth));
    assertThat(kpi.busyTime().toMillis()).isEqualTo(busy(truth));
    assertThat(kpi.coverage()).hasValue(1.0);
    assertThat(kpi.oee().getAsDouble())
        .isCloseTo(
            (double) CYCLE * plant.good() / busy(truth),
            org.assertj.core.data.Offset.offset(1e-12));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void aRestartCostsKnowledgeOfItsOwnTimeOnlyAndNoPart(long seed) {
    Random random = new Random(seed);
    List<Truth> truth = truth(random);
    Plant plant = plant(truth, new Random(seed));
    long down = 5 * HOUR + random.nextInt(1000);
    long up = down + 61_000 + random.nextInt(600_000);
    LineEngine first = engine(LineBench.START);
    play(first, plant.samples(), 0, down);
    List<LineMemory> memory = first.snapshot();
    LineEngine second = engine(LineBench.START.plusMillis(up));
    second.restore(memory);
    replayLastOfEach(second, plant.samples(), up);
    play(second, plant.samples(), up, DAY_LENGTH + 120_000);

    ShiftKpi kpi = lastOfTheShift();
    assertThat(kpi.good()).hasValue(plant.good());
    assertThat(kpi.reject()).hasValue(plant.reject());
    // A blinking lamp needs a moment to be recognized anew, everything else is known at once.
    assertThat(kpi.busyTime().minus(kpi.knownTime()).toMillis()).isBetween(0L, up - down + 4_000);
    assertThat(kpi.productionTime().toMillis())
        .isBetween(running(truth) - (up - down) - 4_000, running(truth));
  }

  @ParameterizedTest
  @ValueSource(longs = {21})
  void aClockThatWasWrongAtBootSpoilsNoFigureOnceItIsSet(long seed) {
    List<Truth> truth = truth(new Random(seed));
    Plant plant = plant(truth, new Random(seed));
    LineEngine engine = engine(Instant.parse("2020-01-01T00:00:00Z"));
    for (int second = 0; second < 40; second++) {
      engine.tick(Instant.parse("2020-01-01T00:00:00Z").plusSeconds(second));
    }
    engine.tick(LineBench.START);
    play(engine, plant.samples(), 0, DAY_LENGTH + 120_000);
    ShiftKpi kpi = lastOfTheShift();
    assertThat(kpi.good()).hasValue(plant.good());
    assertThat(kpi.productionTime().toMillis()).isEqualTo(running(truth));
    assertThat(kpi.busyTime().toMillis()).isEqualTo(busy(truth));
  }

  private static void play(LineEngine engine, List<Sample> samples, long from, long to) {
    int next = 0;
    for (long now = from; now <= to; now += 1000) {
      Instant tick = LineBench.START.plusMillis(now);
      List<Sample> due = new ArrayList<>();
      while (next < samples.size() && samples.get(next).sourceTime().isBefore(tick.plusMillis(1))) {
        Sample sample = samples.get(next++);
        if (!sample.sourceTime().isBefore(LineBench.START.plusMillis(from))) {
          due.add(sample);
        }
      }
      engine.observe(PRESS, due);
      engine.tick(tick);
    }
  }

  /** A device that is read anew says what every point holds now. */
  private static void replayLastOfEach(LineEngine engine, List<Sample> samples, long now) {
    Instant at = LineBench.START.plusMillis(now);
    Map<String, Sample> last = new java.util.LinkedHashMap<>();
    samples.stream()
        .filter(sample -> sample.sourceTime().isBefore(at))
        .forEach(sample -> last.put(sample.point(), sample));
    List<Sample> seen =
        last.values().stream()
            .map(sample -> Sample.good(sample.point(), sample.value(), at))
            .toList();
    engine.tick(at);
    engine.observe(PRESS, seen);
  }

  private ShiftKpi lastOfTheShift() {
    return said.stream()
        .filter(ShiftKpi.class::isInstance)
        .map(ShiftKpi.class::cast)
        .filter(kpi -> kpi.shiftFrom().equals(LineBench.START))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static long running(List<Truth> truth) {
    return truth.stream()
        .filter(stretch -> stretch.state() == State.RUNNING)
        .mapToLong(stretch -> stretch.to() - stretch.from())
        .sum();
  }

  /** The shift without its break, and what ran or failed during the break all the same. */
  private static long busy(List<Truth> truth) {
    long breakFrom = 4 * HOUR;
    long breakTo = 5 * HOUR;
    long ranInBreak =
        truth.stream()
            .filter(stretch -> stretch.state() == State.RUNNING)
            .mapToLong(
                stretch ->
                    Math.max(
                        0, Math.min(stretch.to(), breakTo) - Math.max(stretch.from(), breakFrom)))
            .sum();
    return DAY_LENGTH - HOUR + ranInBreak;
  }

  private static Map<State, Long> lengths(List<?> list) {
    Map<State, Long> lengths = new EnumMap<>(State.class);
    if (!list.isEmpty() && list.getFirst() instanceof Truth) {
      for (Object each : list) {
        Truth stretch = (Truth) each;
        boolean idle = stretch.state() == State.IDLE;
        long inBreak =
            Math.max(0, Math.min(stretch.to(), 5 * HOUR) - Math.max(stretch.from(), 4 * HOUR));
        long planned = idle ? inBreak : 0;
        lengths.merge(stretch.state(), stretch.to() - stretch.from() - planned, Long::sum);
        if (planned > 0) {
          lengths.merge(State.PLANNED, planned, Long::sum);
        }
      }
      return lengths;
    }
    List<Sample> states = new ArrayList<>();
    for (Object each : list) {
      Sample fact = (Sample) each;
      if (fact.point().equals(LineDevice.STATE)) {
        states.add(fact);
      }
    }
    for (int i = 0; i < states.size(); i++) {
      long from = LineBench.START.until(states.get(i).sourceTime()).toMillis();
      long to =
          i + 1 < states.size()
              ? LineBench.START.until(states.get(i + 1).sourceTime()).toMillis()
              : DAY_LENGTH;
      String name = ((Value.Text) states.get(i).value()).value();
      if (Math.min(to, DAY_LENGTH) > from) {
        lengths.merge(State.valueOf(name), Math.min(to, DAY_LENGTH) - from, Long::sum);
      }
    }
    return lengths;
  }
}
