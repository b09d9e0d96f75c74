package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.config.LineConfig.Shift;
import io.gemba.agent.core.config.LineConfig.StateSource;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.LineStatus;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.cloud.spi.ShiftKpi;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A line on a bench: time and samples are played to it second by second, what it says is kept. */
final class LineBench {
  /** A Monday, 08:00 in Dongguan. */
  static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

  static final ZoneId DONGGUAN = ZoneId.of("Asia/Shanghai");
  private static final DeviceRef PRESS = new DeviceRef("press", "molding/l3/press");
  final List<Outgoing.Statement> said = new ArrayList<>();
  final List<Sample> facts = new ArrayList<>();
  final LineEngine engine;
  private final Instant base;
  private long now;

  LineBench(LineConfig line) {
    this(line, DONGGUAN, START);
  }

  LineBench(LineConfig line, ZoneId zone, Instant start) {
    engine = new LineEngine(List.of(line), zone, start, said::add, (name, fact) -> facts.add(fact));
    base = start;
    engine.tick(start);
  }

  static LineConfig line(StateSource state, Duration ideal, Shift... shifts) {
    return new LineConfig(
        "molding/l3",
        Map.of("en", "Moulding 3"),
        state,
        Optional.of(point("good")),
        Optional.of(point("reject")),
        Optional.of(point("energy")),
        ideal,
        List.of(shifts));
  }

  static PointRef point(String name) {
    return new PointRef("press", name);
  }

  /** Ticks every second until a moment, in milliseconds from the start. */
  LineBench until(long millis) {
    while (now + 1000 < millis) {
      now += 1000;
      engine.tick(base.plusMillis(now));
    }
    now = millis;
    engine.tick(base.plusMillis(now));
    return this;
  }

  /** The clock is stepped and then ticks. */
  LineBench step(long millis) {
    now += millis;
    engine.clockStepped(base.plusMillis(now));
    engine.tick(base.plusMillis(now));
    return this;
  }

  long now() {
    return now;
  }

  LineBench sees(String point, Value value) {
    return sees(Sample.good(point, value, base.plusMillis(now)));
  }

  LineBench sees(Sample sample) {
    engine.observe(PRESS, List.of(sample));
    return this;
  }

  LineBench loses(String device) {
    engine.deviceLost(device, base.plusMillis(now));
    return this;
  }

  Instant at(long millis) {
    return base.plusMillis(millis);
  }

  LineStatus status() {
    return statuses().getLast();
  }

  List<LineStatus> statuses() {
    return said.stream().filter(LineStatus.class::isInstance).map(LineStatus.class::cast).toList();
  }

  List<ShiftKpi> kpis() {
    return said.stream().filter(ShiftKpi.class::isInstance).map(ShiftKpi.class::cast).toList();
  }

  ShiftKpi kpi() {
    return kpis().getLast();
  }

  /** The facts of one point, as text: milliseconds from the start, value. */
  List<String> facts(String point) {
    return facts.stream()
        .filter(fact -> fact.point().equals(point))
        .map(fact -> Duration.between(base, fact.sourceTime()).toMillis() + " " + text(fact))
        .toList();
  }

  private static String text(Sample fact) {
    return fact.value() instanceof Value.Text(String words) ? words : fact.value().toString();
  }

  /** A field of an object fact. */
  static long field(Sample fact, String name) {
    return fact.value() instanceof Value.Fields(Map<String, Value> values)
            && values.get(name) instanceof Value.Int(long number)
        ? number
        : -1;
  }

  /** State and second since when, each change once. */
  List<String> story() {
    return statuses().stream()
        .map(
            s ->
                s.state()
                    + " "
                    + Duration.between(base, s.since()).toMillis()
                    + (s.cause() == null ? "" : " " + s.cause()))
        .distinct()
        .toList();
  }
}
