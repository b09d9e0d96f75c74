package io.gemba.hal.spi;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the host gives a running adapter. Safe for use from any thread while {@link Adapter#run} is
 * running.
 */
public interface DeviceContext {

  /** Where samples go. */
  SampleSink sink();

  /** The gateway's clock, for adapters whose device has none. */
  InstantSource clock();

  /**
   * A folder that belongs to this adapter alone, shared by all devices that use it, kept through
   * restarts and updates (certificates, trust lists). It exists and only the agent's user may read
   * it.
   */
  Path stateDirectory();

  /**
   * The source time of a point's newest sample that the host has kept for good, also in a life
   * before this one: what an adapter that can read a device's history needs to know. Bad samples
   * without a value do not count.
   *
   * @param historic false = of the live samples, true = of those handed in as {@link
   *     SampleSink#history}
   * @return null when there is none, or the host does not remember
   */
  default @Nullable Instant lastKept(String point, boolean historic) {
    return null;
  }

  /** The device answered and samples may be expected from now on; resets the host's back-off. */
  void connected();

  /**
   * Something about one point: what is wrong, in words for people, or null once it is well again.
   * Repeating the same text is cheap and logs nothing.
   */
  void pointProblem(String point, @Nullable String problem);

  /**
   * All points that the adapter found by itself, beside the configured ones; replaces what was said
   * before, and stands for as long as the adapter does not say otherwise. Names follow the rules of
   * configured ones (no {@code / + #}, no white space, not beginning with {@code _}, at most 100
   * characters) and differ from theirs. Say so before the first sample of a point, and give a bad
   * sample as the last one of a point that is no longer there.
   */
  default void points(List<DeviceConfig.Point> found) {
    // a host that shows configured points only may do without
  }
}
