package io.gemba.hal.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gemba.hal.simulator.model.PlantEvent.Change;
import io.gemba.hal.simulator.model.PlantEvent.Part;
import io.gemba.hal.simulator.model.PlantEvent.StateInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MouldingLineTest {

  private static final long HOUR = 3_600_000;

  private final List<PlantEvent> events = new ArrayList<>();

  @Test
  void theSameSeedGivesTheSameDay() {
    assertThat(run(7, 24 * HOUR, 24 * HOUR)).isEqualTo(run(7, 24 * HOUR, 24 * HOUR));
  }

  @Test
  void anotherSeedGivesAnotherDay() {
    assertThat(run(7, HOUR, HOUR)).isNotEqualTo(run(8, HOUR, HOUR));
  }

  @Test
  void timeMayBeCutIntoAnySteps() {
    assertThat(run(7, 4 * HOUR, 137)).isEqualTo(run(7, 4 * HOUR, 4 * HOUR));
  }

  @Test
  void walksLegalPackMlTransitionsOnlyAndUsesAllKindsOfStops() {
    List<PackMlState> walked =
        of(run(3, 24 * 7 * HOUR, HOUR), StateInterval.class).map(StateInterval::state).toList();

    for (int i = 1; i < walked.size(); i++) {
      assertThat(walked.get(i - 1).next()).contains(walked.get(i));
    }
    assertThat(walked)
        .contains(
            PackMlState.SUSPENDED,
            PackMlState.HELD,
            PackMlState.ABORTED,
            PackMlState.CLEARING,
            PackMlState.STOPPED,
            PackMlState.EXECUTE);
  }

  @Test
  void stateIntervalsHaveNoHolesAndFollowTheStateSignal() {
    List<PlantEvent> day = run(5, 24 * HOUR, HOUR);
    List<StateInterval> truth = of(day, StateInterval.class).toList();
    List<Change> shown = changes(day, Signal.STATE_CURRENT);

    for (int i = 1; i < truth.size(); i++) {
      assertThat(truth.get(i).from()).isEqualTo(truth.get(i - 1).to());
    }
    for (int i = 0; i < truth.size(); i++) {
      assertThat(shown.get(i).at()).isEqualTo(truth.get(i).from());
      assertThat(shown.get(i).value()).isEqualTo(truth.get(i).state().code());
    }
  }

  @Test
  void countersEqualTheTrueParts() {
    MouldingLine line = line(11);
    line.advanceTo(24 * HOUR);
    List<Part> parts = of(events, Part.class).toList();
    long good = parts.stream().filter(Part::good).count();

    assertThat(parts.size()).isBetween(2_000, 5_400);
    assertThat(line.value(Signal.ACC_COUNT)).isEqualTo((long) parts.size());
    assertThat(line.value(Signal.ACC_GOOD)).isEqualTo(good);
    assertThat(line.value(Signal.ACC_REJECT)).isEqualTo(parts.size() - good);
    assertThat(1 - good / (double) parts.size()).isBetween(0.02, 0.04);
  }

  @Test
  void everyPartHasOneRisingEdgeOfFiftyMilliseconds() {
    List<PlantEvent> day = run(11, 8 * HOUR, HOUR);
    List<Change> pulse = changes(day, Signal.PART_PULSE).stream().skip(1).toList();
    List<Part> parts = of(day, Part.class).toList();

    List<Change> rising = pulse.stream().filter(c -> c.value().equals(true)).toList();
    assertThat(rising.stream().map(Change::at)).isEqualTo(parts.stream().map(Part::at).toList());
    for (int i = 1; i < pulse.size(); i += 2) {
      assertThat(pulse.get(i).at() - pulse.get(i - 1).at()).isEqualTo(50);
    }
  }

  @Test
  void energyOnlyGrows() {
    List<Double> energy =
        changes(run(2, 24 * HOUR, HOUR), Signal.ENERGY).stream()
            .map(c -> (Double) c.value())
            .toList();

    assertThat(energy).hasSizeGreaterThan(1_000).isSorted();
  }

  @Test
  void oilTemperatureFollowsTheSetpoint() {
    MouldingLine line = neverStopping();
    line.advanceTo(HOUR / 2);
    assertThat((Double) line.value(Signal.OIL_TEMP)).isBetween(58.0, 65.0);
    line.setpoint(75);
    line.advanceTo(HOUR);
    assertThat((Double) line.value(Signal.OIL_TEMP)).isBetween(73.0, 80.0);
  }

  @Test
  void refusesASetpointOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> line(1).setpoint(Double.NaN))
        .withMessageContaining("20 to 90");
  }

  @Test
  void neverStopsByItselfWhenToldSo() {
    MouldingLine line = neverStopping();
    line.advanceTo(24 * HOUR);
    assertThat(of(events, StateInterval.class)).hasSize(4);
  }

  @Test
  void microStopsAndLongStopsBothOccurAndKeepTheirLimits() {
    List<StateInterval> rests =
        of(run(3, 24 * 7 * HOUR, HOUR), StateInterval.class)
            .filter(i -> i.state() == PackMlState.HELD || i.state() == PackMlState.SUSPENDED)
            .toList();

    assertThat(rests).anyMatch(i -> i.to() - i.from() < 120_000);
    assertThat(rests).anyMatch(i -> i.to() - i.from() > 300_000);
    assertThat(rests).allMatch(i -> i.to() - i.from() <= 15 * 60_000);
  }

  @ParameterizedTest
  @EnumSource(StopKind.class)
  void aCommandedStopLastsUntilResumed(StopKind kind) {
    MouldingLine line = neverStopping();
    line.advanceTo(60_000);
    line.stop(kind);
    line.advanceTo(5 * HOUR);
    assertThat(line.state()).isEqualTo(kind.rest());
    assertThat(line.value(Signal.STOP_REASON)).isEqualTo(kind.causes().getFirst());

    assertThat(line.resume()).isTrue();
    line.advanceTo(5 * HOUR + 60_000);
    assertThat(line.state()).isEqualTo(PackMlState.EXECUTE);
    assertThat(line.value(Signal.STOP_REASON)).isEqualTo("");
  }

  @Test
  void aHeldCycleGoesOnAndAnAbortedPartIsLost() {
    MouldingLine line = neverStopping();
    line.advanceTo(2_000 + 10_000);
    line.stop(StopKind.HOLD, "look", 100_000);
    line.advanceTo(2_000 + 10_000 + 102_000 + 8_000);
    assertThat(of(events, Part.class)).hasSize(1);
    line.stop(StopKind.FAULT);
    line.advanceTo(HOUR);
    assertThat(of(events, Part.class)).hasSize(1);
  }

  @Test
  void starvingAStoppedPressIsRefusedInWords() {
    MouldingLine line = neverStopping();
    line.advanceTo(60_000);
    line.stop(StopKind.FAULT);
    line.advanceTo(70_000);
    assertThatIllegalStateException()
        .isThrownBy(() -> line.stop(StopKind.STARVED))
        .withMessage(
            "Press1 is Aborted: PackML has no way from there to Suspending; say resume first");
  }

  @Test
  void redBlinksWhileAbortingAndGreenInSetUp() {
    MouldingLine line = neverStopping();
    line.advanceTo(60_000);
    line.stop(StopKind.FAULT);
    line.advanceTo(70_000);
    assertThat(changes(events, Signal.LAMP_RED)).hasSizeGreaterThanOrEqualTo(6);
    assertThat(line.value(Signal.LAMP_RED)).isEqualTo(true);
    line.resume();
    line.advanceTo(120_000);
    line.stop(StopKind.SETUP);
    int before = changes(events, Signal.LAMP_GREEN).size();
    line.advanceTo(132_000);
    assertThat(changes(events, Signal.LAMP_GREEN).size() - before).isBetween(18, 21);
    assertThat(line.value(Signal.UNIT_MODE)).isEqualTo(3);
  }

  @Test
  void aPlantAdvancesByDurationAndToAnInstant() {
    Instant start = Instant.parse("2026-11-23T00:00:00Z");
    Plant plant =
        new Plant(
            start,
            List.of(
                LineSettings.of("molding/l3", "Press1", 1),
                LineSettings.of("molding/l4", "Press2", 2)),
            events::add);
    plant.advance(Duration.ofMinutes(5));
    plant.advanceTo(start.plusSeconds(600));
    assertThat(plant.now()).isEqualTo(600_000);
    assertThat(plant.line("press2").value(Signal.ACC_COUNT)).isNotEqualTo(0L);
    assertThatIllegalArgumentException().isThrownBy(() -> plant.line("Press3"));
  }

  private List<PlantEvent> run(long seed, long until, long step) {
    events.clear();
    MouldingLine line = line(seed);
    for (long t = step; t < until; t += step) {
      line.advanceTo(t);
    }
    line.advanceTo(until);
    return List.copyOf(events);
  }

  private MouldingLine line(long seed) {
    return new MouldingLine(LineSettings.of("molding/l3", "Press1", seed), events::add);
  }

  private MouldingLine neverStopping() {
    LineSettings s = LineSettings.of("molding/l3", "Press1", 1);
    return new MouldingLine(
        new LineSettings(
            s.line(), s.machine(), 1, s.idealCycle(), Duration.ZERO, s.longestStop(), 0.03),
        events::add);
  }

  private static List<Change> changes(List<PlantEvent> events, Signal signal) {
    return of(events, Change.class).filter(c -> c.signal() == signal).toList();
  }

  private static <T> java.util.stream.Stream<T> of(List<PlantEvent> events, Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast);
  }
}
