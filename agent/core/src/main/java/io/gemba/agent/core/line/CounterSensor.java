package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.hal.spi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The counter of good parts alone: parts come, or they do not. */
final class CounterSensor implements StateSensor {
  private final Signal good;
  private final PulseWatch watch;

  CounterSensor(Optional<PointRef> good, Duration ideal) {
    this.good = new Signal(good.orElseThrow(() -> new IllegalArgumentException("no counter")));
    this.watch = new PulseWatch(ideal);
  }

  @Override
  public Stream<PointRef> points() {
    return Stream.of(good.point());
  }

  @Override
  public void observe(PointRef point, Sample sample, Instant at) {
    if (!point.equals(good.point())) {
      return;
    }
    good.observe(sample);
    if (good.value() == null) {
      watch.stop();
    } else {
      watch.start(at);
    }
  }

  @Override
  public void lost(String device, Instant at) {
    good.lost(device);
    if (good.value() == null) {
      watch.stop();
    }
  }

  @Override
  public void part(Instant at) {
    watch.pulse(at);
  }

  @Override
  public Reading reading(Instant at) {
    if (good.value() == null) {
      return Reading.unknown(good.trouble(), at);
    }
    if (watch.silent()) {
      return new Reading(State.STOPPED, "no parts", watch.silentFrom(at));
    }
    return watch.pulsed()
        ? new Reading(State.RUNNING, null, at)
        : Reading.unknown("waiting for the first part", at);
  }

  @Override
  public Optional<Instant> deadline() {
    return watch.deadline();
  }

  @Override
  public void expire(Instant at) {
    watch.expire(at);
  }

  @Override
  public Instant settled(Instant at) {
    return watch.settled(at);
  }

  @Override
  public void resume(Instant at) {
    watch.resume(at);
  }
}
