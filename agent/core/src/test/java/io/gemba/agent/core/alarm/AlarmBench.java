package io.gemba.agent.core.alarm;

import io.gemba.agent.core.command.LineRequest.Deed;
import io.gemba.agent.core.command.LineRequest.OnAlarm;
import io.gemba.agent.core.config.AlarmConfig;
import io.gemba.agent.core.config.AlarmConfig.Condition;
import io.gemba.cloud.spi.AlarmDefinition;
import io.gemba.cloud.spi.AlarmDefinition.Kind;
import io.gemba.cloud.spi.AlarmDefinition.Severity;
import io.gemba.cloud.spi.AlarmNews;
import io.gemba.cloud.spi.AlarmStatus;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One alarm on one press, and everything that comes out of it. */
final class AlarmBench implements AlarmOut {
  static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  static final DeviceRef PRESS = new DeviceRef("press1", "molding/l3/press1");
  final List<Sample> facts = new ArrayList<>();
  final List<AlarmNews> news = new ArrayList<>();
  final List<AlarmStatus> stated = new ArrayList<>();
  final AlarmEngine engine;
  List<AlarmMemory> remembered = List.of();
  private long now;
  private long step;

  AlarmBench(AlarmConfig config) {
    engine = new AlarmEngine(List.of(config), List.of("molding/l3"), START, this);
  }

  static AlarmConfig alarm(Condition condition, double hysteresis, long onMillis, long offMillis) {
    Kind kind =
        Kind.valueOf(condition.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT));
    return new AlarmConfig(
        new AlarmDefinition(
            "oil-hot", Map.of("en", "Oil hot"), Severity.CRITICAL, kind, PRESS, "temp"),
        condition,
        hysteresis,
        Duration.ofMillis(onMillis),
        Duration.ofMillis(offMillis),
        "CEL");
  }

  AlarmBench sees(double value) {
    return sees(Sample.good("temp", Value.of(value), at(now)));
  }

  AlarmBench sees(Sample sample) {
    engine.observe(PRESS, List.of(sample));
    return this;
  }

  AlarmBench isBad() {
    return sees(Sample.bad("temp", 0, at(now)));
  }

  /** Ticks every second until a moment, in milliseconds from the start. */
  AlarmBench until(long millis) {
    while (now + 1000 < millis) {
      now += 1000;
      engine.tick(at(now));
    }
    now = millis;
    engine.tick(at(now));
    return this;
  }

  /** The clock is stepped; the bench goes on counting as if nothing had happened. */
  AlarmBench step(Duration by) {
    step += by.toMillis();
    engine.clockStepped(at(now));
    return this;
  }

  String asks(Deed deed, Duration lasting) {
    OnAlarm request = new OnAlarm("molding/l3", "oil-hot", deed, lasting, "on my way", "wong");
    String refusal = engine.refusal(request);
    if (refusal == null) {
      engine.carryOut(request);
    }
    return refusal;
  }

  Instant at(long millis) {
    return START.plusMillis(millis + step);
  }

  /** What was journaled: milliseconds from the start by the clock, and what happened. */
  List<String> story() {
    return facts.stream()
        .map(
            fact ->
                Duration.between(START, fact.sourceTime()).toMillis() + " " + field(fact, "state"))
        .toList();
  }

  List<String> heard() {
    return news.stream()
        .map(one -> one.alarm().state().name().toLowerCase(java.util.Locale.ROOT))
        .toList();
  }

  AlarmStatus status() {
    return stated.getLast();
  }

  static String field(Sample fact, String name) {
    Value value = ((Value.Fields) fact.value()).values().get(name);
    return value instanceof Value.Text(String text) ? text : String.valueOf(value);
  }

  @Override
  public void remember(List<AlarmMemory> memories) {
    remembered = memories;
  }

  @Override
  public void fact(String line, Sample sample) {
    facts.add(sample);
  }

  @Override
  public void news(AlarmNews what) {
    news.add(what);
  }

  @Override
  public void state(AlarmStatus status) {
    stated.add(status);
  }
}
