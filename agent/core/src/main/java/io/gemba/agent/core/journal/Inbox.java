package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.SampleSink;
import java.util.function.LongSupplier;

/** The bounded hand-over between adapters' threads and the {@link JournalWriter}. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"}) // stubs, replaced next
public final class Inbox {
  /** Samples over all devices. */
  public static final int DEFAULT_CAPACITY = 50_000;

  /** An inbox for so many samples; the ticker is monotonic, in nanoseconds. */
  public Inbox(int capacity, LongSupplier ticker) {
    throw new UnsupportedOperationException(capacity + "" + ticker);
  }

  /**
   * Where this device's samples go; the same device gets the same queue again after a restart of
   * its adapter.
   */
  public SampleSink sinkFor(DeviceRef device) {
    return open(device);
  }

  private static SampleSink open(DeviceRef device) {
    throw new UnsupportedOperationException(device.toString());
  }
}
