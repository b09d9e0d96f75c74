package io.gemba.hal.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.DeviceConfigs;
import io.gemba.hal.tck.ManualClock;
import io.gemba.hal.tck.RecordingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Duty, lamp and quadrature, with time in the test's hands. */
class ModesTest {
  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  private final ManualClock clock = new ManualClock(START);
  private final FakeLines lines = new FakeLines();
  private final RecordingContext host = new RecordingContext(Path.of("."), clock);
  private final Map<String, Totals.Total> totals = new HashMap<>();
  private final GpioSession session =
      new GpioSession(
          lines, host, this::nanos, name -> totals.computeIfAbsent(name, n -> new Totals.Total()));

  @BeforeEach
  void doNotWait() {
    lines.waits = false;
  }

  private long nanos() {
    return Duration.between(START, clock.instant()).toNanos();
  }

  private static DeviceConfig config(Map<String, Object> point) throws ConfigException {
    return DeviceConfigs.parse(
        new GpioAdapterFactory(), Map.of("chip", "mock", "points", Map.of("it", point)));
  }

  private void take(Map<String, Object> point) throws ConfigException {
    session.take(List.of(PointSettings.of(config(point).points().getFirst())));
  }

  private void edge(int line, boolean high) throws Exception {
    edge(line, high, 0);
  }

  private void edge(int line, boolean high, long lost) throws Exception {
    lines.edges.add(new Edge(line, high, clock.instant(), nanos(), lost));
    session.step();
  }

  private void after(long millis) throws Exception {
    clock.advance(Duration.ofMillis(millis));
    session.step();
  }

  private List<Value> values() {
    return host.samples("it").stream().map(Sample::value).toList();
  }

  @Test
  void aDutyIsTheShareOfItsPeriodThatTheLineWasOn() throws Exception {
    take(Map.of("line", 4, "mode", "duty", "report", "1s"));
    after(500);
    edge(4, true);
    after(250);
    edge(4, false);
    after(1_000);
    edge(4, true);
    after(3_000);
    assertThat(host.samples("it"))
        .extracting(Sample::value)
        .containsExactly(Value.of(25.0), Value.of(25.0), Value.of(100.0), Value.of(100.0));
    assertThat(host.samples("it"))
        .extracting(Sample::sourceTime)
        .containsExactly(
            START.plusSeconds(1), START.plusSeconds(2), START.plusSeconds(3), START.plusSeconds(4));
  }

  @Test
  void aDutyBelievesADebouncedContactFromItsEdgeOn() throws Exception {
    take(Map.of("line", 4, "mode", "duty", "report", "1s", "debounce", "100ms"));
    after(950);
    edge(4, true);
    after(60);
    assertThat(values()).isEmpty();
    after(40);
    assertThat(values()).containsExactly(Value.of(5.0));
  }

  @Test
  void aDutyOfAPeriodWithLostEdgesIsUncertain() throws Exception {
    take(Map.of("line", 4, "mode", "duty", "report", "1s"));
    after(500);
    edge(4, true, 6);
    after(500);
    after(1_000);
    assertThat(host.samples("it"))
        .extracting(Sample::quality)
        .containsExactly(Quality.UNCERTAIN, Quality.GOOD);
  }

  @Test
  void aLampThatBlinksIsToldOnceWithItsFrequency() throws Exception {
    take(Map.of("line", 4, "mode", "lamp"));
    after(1_000);
    for (int blink = 0; blink < 20; blink++) {
      edge(4, true);
      after(200);
      edge(4, false);
      after(300);
    }
    assertThat(host.samples("it"))
        .containsExactly(
            Sample.good("it", Value.of("off"), START),
            Sample.good("it", Value.of("blinking 2.0 Hz"), START.plusSeconds(1)));
    after(2_000);
    assertThat(values().getLast()).isEqualTo(Value.of("off"));
    assertThat(host.samples("it").getLast().sourceTime())
        .isEqualTo(START.plusSeconds(1).plusMillis(19 * 500 + 200));
  }

  @Test
  void aLampThatIsSwitchedIsToldOnceItIsSureAndDatedByItsEdge() throws Exception {
    take(Map.of("line", 4, "mode", "lamp", "active-low", true));
    after(1_000);
    edge(4, true);
    after(1_900);
    assertThat(values()).containsExactly(Value.of("on"));
    after(100);
    assertThat(host.samples("it").getLast())
        .isEqualTo(Sample.good("it", Value.of("off"), START.plusSeconds(1)));
  }

  @Test
  void aLampThatBlinksFasterSaysSoAndOneThatWaversDoesNot() throws Exception {
    take(Map.of("line", 4, "mode", "lamp"));
    boolean on = false;
    for (int half : new int[] {1_000, 1_050, 980, 1_030, 970, 1_000, 1_000}) {
      on = !on;
      edge(4, on);
      after(half);
    }
    assertThat(values()).containsExactly(Value.of("off"), Value.of("blinking 0.5 Hz"));
    for (int i = 0; i < 16; i++) {
      on = !on;
      edge(4, on);
      after(180);
    }
    assertThat(values().getLast()).isEqualTo(Value.of("blinking 2.8 Hz"));
  }

  @Test
  void aLampOnAlternatingCurrentIsOn() throws Exception {
    take(Map.of("line", 4, "mode", "lamp"));
    for (int half = 0; half < 400; half++) {
      edge(4, half % 2 == 0);
      after(5);
    }
    assertThat(values()).containsExactly(Value.of("off"), Value.of("on"));
    after(2_000);
    assertThat(values().getLast()).isEqualTo(Value.of("off"));
  }

  @Test
  void anEncoderTellsWhereItStandsAndSurvivesRestarts() throws Exception {
    totals.computeIfAbsent("it", n -> new Totals.Total()).add(100);
    take(Map.of("line", 5, "line-b", 6, "mode", "quadrature"));
    edge(5, true);
    edge(6, true);
    edge(5, false);
    after(100);
    assertThat(values()).startsWith(Value.of(100)).endsWith(Value.of(103));
    edge(5, true);
    edge(6, false);
    edge(5, false);
    edge(6, true);
    after(100);
    assertThat(values().getLast()).isEqualTo(Value.of(99));
  }

  @Test
  void stepsThatCannotBeAreALossAndMoveNothing() throws Exception {
    take(Map.of("line", 5, "line-b", 6, "mode", "quadrature"));
    edge(5, true);
    after(10);
    edge(5, true);
    after(10);
    edge(5, true);
    after(1_000);
    assertThat(values().getLast()).isEqualTo(Value.of(1));
    assertThat(host.losses())
        .containsExactly(new Loss("it", "illegal-step", 2, START, START.plusMillis(20)));
  }

  @Test
  void anEncoderOfWhichOneTrackIsTakenIsNotHalfTaken() throws Exception {
    lines.takenByOthers.add(6);
    take(Map.of("line", 5, "line-b", 6, "mode", "quadrature"));
    assertThat(host.problem("it")).hasValueSatisfying(p -> assertThat(p).contains("gpiomon"));
    assertThat(lines.asked).isEmpty();
    lines.takenByOthers.clear();
    after(5_000);
    edge(6, true);
    after(100);
    assertThat(values()).containsExactly(Value.NONE, Value.of(0), Value.of(-1));
  }

  @Test
  void whatAnEncoderNeedsIsSaid() {
    refused(Map.of("line", 5, "mode", "quadrature"), "points.it.line-b", "two tracks");
    refused(Map.of("line", 5, "line-b", 6), "points.it.line-b", "only mode: quadrature");
    refused(Map.of("line", 5, "line-b", 5, "mode", "quadrature"), "points.it.line-b", "belongs to");
    refused(
        Map.of("line", 5, "line-b", 6, "mode", "quadrature", "debounce", "5ms"),
        "points.it.debounce",
        "needs no debounce");
    refused(Map.of("line", 5, "mode", "duty", "report", "0ms"), "points.it.report", "no time");
  }

  private static void refused(Map<String, Object> point, String key, String words) {
    assertThatThrownBy(() -> new GpioAdapterFactory().create(config(point)))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.key()).isEqualTo(key))
        .hasMessageContaining(words);
  }
}
