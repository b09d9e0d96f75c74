package io.gemba.cloud.spi;

import io.gemba.hal.spi.Sample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one device with contiguous numbers.
 *
 * @param device whose samples
 * @param journal the journal's identity (a UUID); numbers count within it
 * @param firstSeq the number of the first sample; the i-th has {@code firstSeq + i}
 * @param samples at least one
 * @param backlog false = live, true = from before this session began, or read back from the
 *     device's own history; they never share a topic
 * @param clockSynced whether the gateway's clock was set when they were taken, or their times were
 *     put right since
 * @param skew which source times disagree with the gateway's clock; null = none
 */
public record Batch(
    DeviceRef device,
    String journal,
    long firstSeq,
    List<Sample> samples,
    boolean backlog,
    boolean clockSynced,
    @Nullable Skew skew)
    implements Outgoing.Fact {

  /** All source times agree with the gateway's clock. */
  public Batch(
      DeviceRef device,
      String journal,
      long firstSeq,
      List<Sample> samples,
      boolean backlog,
      boolean clockSynced) {
    this(device, journal, firstSeq, samples, backlog, clockSynced, null);
  }
}
