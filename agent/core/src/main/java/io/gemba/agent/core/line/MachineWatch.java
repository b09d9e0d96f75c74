package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.Machine;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One machine of a line: what it is doing, and since when it runs or does not. One thread. */
final class MachineWatch {
  private final String name;
  private final StateSensor sensor;
  private final Optional<PartCounter> good;
  private Reading held = Reading.unknown("no sample yet", Instant.EPOCH);
  private Instant since = Instant.EPOCH;

  MachineWatch(String name, Machine machine) {
    this.name = name;
    this.sensor = StateSensor.of(machine.state(), machine.good(), machine.idealCycle());
    this.good = machine.good().map(PartCounter::new);
  }

  String name() {
    return name;
  }

  StateSensor sensor() {
    return sensor;
  }

  Stream<PointRef> points() {
    return Stream.concat(sensor.points(), good.map(PartCounter::point).stream());
  }

  void observe(PointRef point, Sample sample, Instant at) {
    sensor.observe(point, sample, at);
    if (good.map(counter -> counter.observe(point, sample)).orElse(0L) > 0) {
      sensor.part(at);
    }
  }

  void lost(String device, Instant at) {
    sensor.lost(device, at);
    good.ifPresent(counter -> counter.lost(device));
  }

  /** Asks what holds now; the date of the change, or null when nothing changed. */
  @Nullable Instant ask(Instant at) {
    Reading now = sensor.reading(at);
    if (now.sameAs(held)) {
      return null;
    }
    if (runs(now) != runs(held) || unknown(now) != unknown(held)) {
      since = now.from();
    }
    held = now;
    return now.from();
  }

  Reading held() {
    return held;
  }

  Instant since() {
    return since;
  }

  boolean runs() {
    return runs(held);
  }

  boolean unknown() {
    return unknown(held);
  }

  /** Its own words with its name before them, as the cause of what the line does. */
  String cause() {
    String cause = held.cause();
    return name
        + ": "
        + (cause == null ? held.state().name().toLowerCase(java.util.Locale.ROOT) : cause);
  }

  private static boolean runs(Reading reading) {
    return reading.state() == State.RUNNING;
  }

  private static boolean unknown(Reading reading) {
    return reading.state() == State.UNKNOWN || reading.state() == State.OFFLINE;
  }
}
