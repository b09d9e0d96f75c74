package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import java.util.List;

/**
 * Samples of one device on their way into the journal; they get the device's next numbers, in
 * order.
 *
 * @param device whose; a new place replaces the stored one
 * @param samples in the order of arrival; not copied, so the caller leaves the list alone
 * @param historic whether they were read back from the device's own history
 */
public record DeviceSamples(DeviceRef device, List<Sample> samples, boolean historic) {

  /** Samples that were taken as they happened. */
  public DeviceSamples(DeviceRef device, List<Sample> samples) {
    this(device, samples, false);
  }
}
