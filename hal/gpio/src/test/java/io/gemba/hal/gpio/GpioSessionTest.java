package io.gemba.hal.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.DeviceConfigs;
import io.gemba.hal.tck.ManualClock;
import io.gemba.hal.tck.RecordingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GpioSessionTest {
  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  private final ManualClock clock = new ManualClock(START);
  private final FakeLines lines = new FakeLines();
  private final RecordingContext host = new RecordingContext(Path.of("."), clock);
  private final Map<String, Totals.Total> totals = new HashMap<>();
  private final GpioSession session =
      new GpioSession(lines, host, this::nanos, n -> totals.computeIfAbsent(n, x -> total()));

  private static Totals.Total total() {
    return new Totals.Total();
  }

  @BeforeEach
  void doNotWait() {
    lines.waits = false;
  }

  private long nanos() {
    return Duration.between(START, clock.instant()).toNanos();
  }

  private void take(Map<String, Object> points) throws ConfigException {
    DeviceConfig config =
        DeviceConfigs.parse(new GpioAdapterFactory(), Map.of("chip", "mock", "points", points));
    List<PointSettings> settings = new ArrayList<>();
    for (DeviceConfig.Point point : config.points()) {
      settings.add(PointSettings.of(point));
    }
    session.take(settings);
  }

  private void edge(int line, boolean high) {
    lines.edges.add(new Edge(line, high, clock.instant(), nanos()));
  }

  private void after(int millis) {
    clock.advance(Duration.ofMillis(millis));
  }

  private void run() throws Exception {
    while (!lines.edges.isEmpty()) {
      session.step();
    }
    session.step();
  }

  private List<Value> values(String point) {
    return host.samples(point).stream().map(Sample::value).toList();
  }

  @Test
  void anInputTellsItsStateAtTheStartAndEveryChange() throws Exception {
    take(Map.of("door", Map.of("line", 4, "active-low", true)));
    after(10);
    edge(4, true);
    run();
    assertThat(host.samples("door"))
        .containsExactly(
            Sample.good("door", Value.of(true), START),
            Sample.good("door", Value.of(false), START.plusMillis(10)));
  }

  @Test
  void aBouncingContactIsOnePulse() throws Exception {
    take(Map.of("parts", Map.of("line", 27, "mode", "counter", "debounce", "5ms")));
    for (int bounce = 0; bounce < 6; bounce++) {
      edge(27, bounce % 2 == 0);
      after(1);
    }
    edge(27, true);
    run();
    after(5);
    run();
    assertThat(values("parts")).containsExactly(Value.of(0), Value.of(1));
  }

  @Test
  void aContactThatBouncesBackWasNeverClosed() throws Exception {
    take(Map.of("parts", Map.of("line", 27, "debounce", "5ms")));
    edge(27, true);
    after(4);
    edge(27, false);
    run();
    after(50);
    run();
    assertThat(values("parts")).containsExactly(Value.of(false));
  }

  @Test
  void debounceGoesByTheTimesOfTheEdgesWhenTheThreadIsLate() throws Exception {
    take(Map.of("lamp", Map.of("line", 2, "debounce", "5ms")));
    edge(2, true);
    after(20);
    edge(2, false);
    after(2);
    edge(2, true);
    after(2);
    edge(2, false);
    after(500);
    run();
    assertThat(host.samples("lamp"))
        .containsExactly(
            Sample.good("lamp", Value.of(false), START),
            Sample.good("lamp", Value.of(true), START),
            Sample.good("lamp", Value.of(false), START.plusMillis(24)));
  }

  @Test
  void aFastCounterCountsEveryPulseAndReportsTenTimesASecond() throws Exception {
    take(Map.of("parts", Map.of("line", 27, "mode", "counter")));
    for (int pulse = 0; pulse < 1_000; pulse++) {
      after(1);
      edge(27, true);
      edge(27, false);
      run();
    }
    after(100);
    run();
    assertThat(values("parts").getLast()).isEqualTo(Value.of(1_000));
    assertThat(values("parts")).hasSizeBetween(10, 13);
    assertThat(values("parts")).isSortedAccordingTo((a, b) -> Long.compare(of(a), of(b)));
  }

  private static long of(Value value) {
    return ((Value.Int) value).value();
  }

  @Test
  void aCounterCountsTheEdgesItIsTold() throws Exception {
    take(
        Map.of(
            "up", Map.of("line", 1, "mode", "counter"),
            "down", Map.of("line", 2, "mode", "counter", "edge", "falling"),
            "both", Map.of("line", 3, "mode", "counter", "edge", "both"),
            "low", Map.of("line", 4, "mode", "counter", "active-low", true)));
    for (int line = 1; line <= 4; line++) {
      edge(line, true);
      edge(line, false);
      edge(line, true);
    }
    run();
    after(100);
    run();
    assertThat(values("up").getLast()).isEqualTo(Value.of(2));
    assertThat(values("down").getLast()).isEqualTo(Value.of(1));
    assertThat(values("both").getLast()).isEqualTo(Value.of(3));
    assertThat(values("low").getLast()).isEqualTo(Value.of(1));
  }

  @Test
  void anOutputIsSwitchedAndSaysSo() throws Exception {
    take(Map.of("horn", Map.of("line", 22, "mode", "output", "active-low", true)));
    assertThat(lines.levels).containsEntry(22, true);
    assertThat(session.write("horn", Value.of(true))).isZero();
    assertThat(lines.levels).containsEntry(22, false);
    assertThat(session.write("horn", Value.of("loud"))).isEqualTo(0x80740000L);
    assertThat(session.write("flute", Value.of(true))).isEqualTo(0x80340000L);
    assertThat(values("horn")).containsExactly(Value.of(false), Value.of(true));
    lines.close();
    assertThat(lines.levels).containsEntry(22, true);
  }

  @Test
  void aLineThatComesFreeHealsByItself() throws Exception {
    lines.takenByOthers.add(5);
    take(Map.of("lamp", Map.of("line", 5)));
    assertThat(host.problem("lamp")).hasValueSatisfying(p -> assertThat(p).contains("gpiomon"));
    lines.takenByOthers.clear();
    after(5_000);
    run();
    assertThat(host.problem("lamp")).isEmpty();
    assertThat(values("lamp")).containsExactly(Value.NONE, Value.of(false));
  }

  @Test
  void edgesThatCouldNotBeKeptAreALoss() throws Exception {
    take(Map.of("parts", Map.of("line", 27, "mode", "counter")));
    lines.overflow = 7;
    after(3);
    run();
    assertThat(host.losses())
        .containsExactly(new Loss(null, "edge-lost", 7, START, START.plusMillis(3)));
  }

  @Test
  void aCounterAsksForItsOwnEdgesAndAnInputForAll() throws Exception {
    take(
        Map.of(
            "up", Map.of("line", 1, "mode", "counter"),
            "low", Map.of("line", 2, "mode", "counter", "active-low", true),
            "both", Map.of("line", 3, "mode", "counter", "edge", "both"),
            "lamp", Map.of("line", 4)));
    assertThat(lines.asked)
        .extracting(Lines.Wanted::line, Lines.Wanted::edges)
        .containsExactlyInAnyOrder(
            tuple(1, Lines.Edges.RISING),
            tuple(2, Lines.Edges.FALLING),
            tuple(3, Lines.Edges.BOTH),
            tuple(4, Lines.Edges.BOTH));
  }

  @Test
  void lostPulsesAreCountedAndNamed() throws Exception {
    lines.selective = true;
    take(Map.of("parts", Map.of("line", 27, "mode", "counter")));
    after(10);
    edge(27, true);
    after(10);
    lines.edges.add(new Edge(27, true, clock.instant(), nanos(), 500));
    after(10);
    lines.edges.add(new Edge(27, true, clock.instant(), nanos(), 3));
    run();
    after(1_000);
    run();
    assertThat(values("parts").getLast()).isEqualTo(Value.of(506));
    assertThat(host.losses())
        .containsExactly(
            new Loss("parts", "edge-lost", 503, START.plusMillis(10), START.plusMillis(30)));
  }

  @Test
  void lostBouncesAreNamedButNeverCounted() throws Exception {
    take(Map.of("parts", Map.of("line", 27, "mode", "counter", "debounce", "5ms")));
    lines.edges.add(new Edge(27, true, clock.instant(), nanos(), 9));
    run();
    after(5);
    run();
    session.finish();
    assertThat(values("parts").getLast()).isEqualTo(Value.of(1));
    assertThat(host.losses()).containsExactly(new Loss("parts", "edge-lost", 9, START, START));
  }

  @Test
  void anEndingRunCountsWhatCameAndTellsTheTotal() throws Exception {
    take(Map.of("parts", Map.of("line", 27, "mode", "counter", "report", "10s")));
    after(1);
    edge(27, true);
    edge(27, false);
    session.drain();
    session.finish();
    assertThat(values("parts")).containsExactly(Value.of(0), Value.of(1));
  }

  @Test
  void anOutputMayEndOtherwiseThanItBegins() throws Exception {
    take(Map.of("vent", Map.of("line", 22, "mode", "output", "initial", "off", "fail-safe", "on")));
    assertThat(lines.levels).containsEntry(22, false);
    lines.close();
    assertThat(lines.levels).containsEntry(22, true);
  }

  @Test
  void aRateIsAsExactForSlowPulsesAsForFastOnes() throws Exception {
    take(Map.of("speed", Map.of("line", 27, "mode", "rate", "per", "minute")));
    for (int pulse = 0; pulse < 4; pulse++) {
      pulse();
      after(2_500);
      run();
    }
    assertThat(reals("speed")).last().isEqualTo(24.0); // one in 2.5 s
    for (int pulse = 0; pulse < 3_000; pulse++) {
      after(1);
      pulse();
      run();
    }
    assertThat(reals("speed")).last().isEqualTo(60_000.0);
  }

  @Test
  void aRateFallsWhileNothingComesAndEndsAtZero() throws Exception {
    take(Map.of("speed", Map.of("line", 27, "mode", "rate", "silence", "5s")));
    for (int pulse = 0; pulse <= 10; pulse++) {
      pulse();
      after(100);
      run();
    }
    for (int second = 0; second < 8; second++) {
      after(1_000);
      run();
    }
    List<Double> rates = reals("speed");
    assertThat(rates).startsWith(0.0, 10.0).endsWith(0.0).anyMatch(rate -> rate > 0 && rate < 0.5);
    assertThat(rates.subList(1, rates.size())).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void lostPulsesAreInTheRate() throws Exception {
    lines.selective = true;
    take(Map.of("speed", Map.of("line", 27, "mode", "rate")));
    edge(27, true);
    after(1_000);
    lines.edges.add(new Edge(27, true, clock.instant(), nanos(), 99));
    run();
    assertThat(reals("speed")).containsExactly(0.0, 100.0);
  }

  @Test
  void runTimeIsTheTimeThatTheLineIsOn() throws Exception {
    take(
        Map.of("motor", Map.of("line", 5, "mode", "run-time", "active-low", true, "report", "4s")));
    after(3_000); // low is on
    edge(5, true);
    run();
    after(60_000);
    run();
    edge(5, false);
    after(5_000);
    run();
    assertThat(reals("motor")).containsExactly(0.0, 3.0, 3.0, 8.0);
    after(1_500);
    session.finish();
    assertThat(reals("motor")).endsWith(9.5);
    assertThat(totals.get("motor").value()).isEqualTo(9_500);
  }

  private void pulse() {
    edge(27, true);
    edge(27, false);
  }

  private List<Double> reals(String point) {
    return values(point).stream().map(value -> ((Value.Real) value).value()).toList();
  }
}
