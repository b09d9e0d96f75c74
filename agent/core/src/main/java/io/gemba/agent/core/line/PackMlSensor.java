package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.PackMl;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * PackML StateCurrent and UnitModeCurrent (ISA-TR88.00.02). Mode 2 (maintenance) is a planned stop
 * whatever the state; mode 3 (manual) is setup unless there is a fault.
 */
final class PackMlSensor implements StateSensor {
  private static final int MAINTENANCE = 2;
  private static final int MANUAL = 3;
  private final PackMl config;
  private final Signal state;
  private final Optional<Signal> mode;

  PackMlSensor(PackMl config) {
    this.config = config;
    this.state = new Signal(config.state());
    this.mode = config.mode().map(Signal::new);
  }

  @Override
  public Stream<PointRef> points() {
    return Stream.concat(Stream.of(state.point()), mode.map(Signal::point).stream());
  }

  @Override
  public void observe(PointRef point, Sample sample, Instant at) {
    if (point.equals(state.point())) {
      state.observe(sample);
    }
    mode.filter(m -> point.equals(m.point())).ifPresent(m -> m.observe(sample));
  }

  @Override
  public void lost(String device, Instant at) {
    state.lost(device);
    mode.ifPresent(m -> m.lost(device));
  }

  @Override
  public Reading reading(Instant at) {
    OptionalDouble number = Numbers.number(state.value());
    if (number.isEmpty()) {
      return Reading.unknown(state.trouble(), at);
    }
    PackMlState packMl = PackMlState.of(config.profile(), (long) number.getAsDouble());
    if (mode.isEmpty()) {
      return new Reading(packMl.state(), packMl.cause(), at);
    }
    OptionalDouble modeNumber = Numbers.number(mode.get().value());
    if (modeNumber.isEmpty()) {
      return Reading.unknown(mode.get().trouble(), at);
    }
    return switch ((int) modeNumber.getAsDouble()) {
      case MAINTENANCE -> new Reading(State.PLANNED, "maintenance", at);
      case MANUAL ->
          packMl.state() == State.FAULT || packMl.state() == State.UNKNOWN
              ? new Reading(packMl.state(), packMl.cause(), at)
              : new Reading(State.SETUP, "manual mode", at);
      default -> new Reading(packMl.state(), packMl.cause(), at);
    };
  }
}
