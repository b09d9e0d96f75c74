package io.gemba.hal.simulator.opcua;

import java.util.concurrent.Executor;

/** What the server asks of the plant behind it. May be called from any thread. */
public interface Desk {

  /** The one thread on which points and their subscribers are touched. */
  Executor plantThread();

  /**
   * Sets a press's oil temperature to reach, in CEL.
   *
   * @throws IllegalArgumentException when out of range; says so
   */
  void setpoint(String machine, double celsius);

  /**
   * Does what the fault words say and returns the answer.
   *
   * @throws IllegalArgumentException when they can't be understood; says why
   * @throws IllegalStateException when the plant can't do that now; says why
   */
  String say(String words);
}
