package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import java.util.List;

/**
 * Is told of samples once they are on the disk. Called on the writer's thread, so it must be quick.
 */
@FunctionalInterface
public interface CommitListener {

  /** The i-th sample has the number {@code firstSeq + i}. */
  void committed(DeviceRef device, long firstSeq, List<Sample> samples);

  /** The same for samples that were read back from a device's history: they are not the present. */
  default void committedHistory(DeviceRef device, long firstSeq, List<Sample> samples) {
    // whoever looks at the present has nothing to do with them
  }

  /** A gap record was committed; not told of those that a failed commit left behind. */
  default void gap(Entry.Gap gap) {}
}
