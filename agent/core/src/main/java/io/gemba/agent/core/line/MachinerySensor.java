package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.Machinery;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The CurrentState of a MachineryItemState (OPC 40001-1 §12), by name; the server's locale must be
 * English for now.
 */
final class MachinerySensor implements StateSensor {
  private final Signal state;

  MachinerySensor(Machinery config) {
    this.state = new Signal(config.state());
  }

  @Override
  public Stream<PointRef> points() {
    return Stream.of(state.point());
  }

  @Override
  public void observe(PointRef point, Sample sample, Instant at) {
    if (point.equals(state.point())) {
      state.observe(sample);
    }
  }

  @Override
  public void lost(String device, Instant at) {
    state.lost(device);
  }

  @Override
  public Reading reading(Instant at) {
    return switch (state.value()) {
      case null -> Reading.unknown(state.trouble(), at);
      case Value.Text(String name) -> named(name, at);
      default ->
          Reading.unknown(
              state.point().device() + "/" + state.point().point() + " holds no name of a state",
              at);
    };
  }

  private static Reading named(String name, Instant at) {
    return switch (name.replace(" ", "").toLowerCase(Locale.ROOT)) {
      case "executing" -> new Reading(State.RUNNING, null, at);
      case "notexecuting" -> new Reading(State.IDLE, "not executing", at);
      case "outofservice" -> new Reading(State.FAULT, "out of service", at);
      case "notavailable" -> Reading.unknown("the machine is not available", at);
      default -> Reading.unknown("'" + name + "' is no state of OPC 40001-1", at);
    };
  }
}
