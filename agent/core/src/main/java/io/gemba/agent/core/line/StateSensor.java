package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.config.LineConfig.StateSource;
import io.gemba.hal.spi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns the signals of one kind of source into readings. Time comes from arguments alone and never
 * runs backwards: the owner lets every {@link #deadline} pass, by {@link #expire}, before it hands
 * in anything later. One thread.
 */
sealed interface StateSensor
    permits PackMlSensor,
        StackLightSensor,
        MachinerySensor,
        CounterSensor,
        RulesSensor,
        MachinesSensor {

  /**
   * The sensor that a configuration asks for.
   *
   * @param good the counter of parts beside it, if there is one
   * @param ideal planned run time per item; zero when not configured
   */
  static StateSensor of(StateSource source, Optional<PointRef> good, Duration ideal) {
    return switch (source) {
      case LineConfig.PackMl packMl -> new PackMlSensor(packMl);
      case LineConfig.StackLight lights -> new StackLightSensor(lights, good, ideal);
      case LineConfig.Machinery machinery -> new MachinerySensor(machinery);
      case LineConfig.Counter counter -> new CounterSensor(good, ideal);
      case LineConfig.Rules rules -> new RulesSensor(rules);
      case LineConfig.Machines machines -> new MachinesSensor(machines);
    };
  }

  /** The points it listens to. */
  Stream<PointRef> points();

  /** Takes in one sample; those of points that are not its own are ignored. */
  void observe(PointRef point, Sample sample, Instant at);

  /** A device is gone: what it said is not known to hold any more. */
  void lost(String device, Instant at);

  /** A part came off the line. */
  default void part(Instant at) {}

  /** What holds now; states that are known at once are dated {@code at}. */
  Reading reading(Instant at);

  /** When the reading will change if nothing happens until then. */
  default Optional<Instant> deadline() {
    return Optional.empty();
  }

  /** The deadline has passed. */
  default void expire(Instant at) {}

  /** No reading to come will be dated before this moment; at most {@code at}. */
  default Instant settled(Instant at) {
    return at;
  }

  /** Time jumped: whatever was being waited for is waited for from now on. */
  default void resume(Instant at) {}
}
