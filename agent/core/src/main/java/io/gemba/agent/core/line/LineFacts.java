package io.gemba.agent.core.line;

import io.gemba.hal.spi.Sample;

/**
 * Takes what is known for good about a line, to be journaled like any device's samples: a line's
 * history reaches the cloud whole, also after an outage, while its statements tell only of now.
 */
@FunctionalInterface
public interface LineFacts {

  /** One fact; called on the line thread, must not block. */
  void fact(String line, Sample sample);
}
