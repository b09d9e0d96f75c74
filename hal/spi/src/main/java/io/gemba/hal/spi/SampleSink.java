package io.gemba.hal.spi;

import java.util.List;

/**
 * Where an adapter puts what it read: the agent's inbox.
 *
 * <p>Calls never block and never throw: what the inbox cannot hold is dropped, counted and reported
 * as a gap by the host. Samples of one device keep the order in which they are handed in. Safe to
 * call from any thread of the protocol library while {@link Adapter#run} is running; what arrives
 * after it returned is ignored.
 */
public interface SampleSink {

  /** Hands in one sample. */
  void accept(Sample sample);

  /** Hands in samples that arrived together, in order; cheaper than one by one. */
  default void accept(List<Sample> samples) {
    samples.forEach(this::accept);
  }

  /**
   * Hands in samples that were read back from the device's own history, oldest first: they are
   * numbered and kept as live ones, but never taken for the present.
   *
   * @return false when there is no room just now: none was taken, so try again later
   */
  default boolean history(List<Sample> samples) {
    return false; // a host that keeps no history
  }

  /**
   * Calls back once everything that was handed in before is safe from a crash of the agent, or has
   * become a gap record: only then may a device be told to forget it. Never called when the agent
   * dies or the run ends before that; calls keep their order.
   *
   * @param action runs on any thread, at once where the host keeps nothing; it must neither block
   *     nor throw
   */
  default void whenKept(Runnable action) {
    action.run();
  }

  /** Tells of readings that the device or its driver lost before anybody could take them. */
  void lost(Loss loss);
}
