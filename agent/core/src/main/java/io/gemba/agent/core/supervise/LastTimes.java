package io.gemba.agent.core.supervise;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who remembers the source time of each point's newest sample that is kept for good. */
@FunctionalInterface
public interface LastTimes {
  /** Nobody. */
  LastTimes NONE = (device, point, historic) -> null;

  /** The time, or null; any thread. */
  @Nullable Instant of(String device, String point, boolean historic);
}
