package io.gemba.hal.gpio.sensor;

import java.time.Duration;

/** How time is waited for; tests move it instead. */
interface Pause {

  /** Waits so long; nothing when it is not positive, but an interrupt is always heeded. */
  void pause(Duration time) throws InterruptedException;
}
