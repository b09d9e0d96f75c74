package io.gemba.hal.gpio;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A host that keeps nothing but how old each sample was when it was handed in, so that a million of
 * them need no memory; and what was said to be lost.
 */
final class StopwatchContext implements DeviceContext, SampleSink {
  private final Path stateDirectory;
  private final Latencies latencies = new Latencies();
  private final AtomicLong lost = new AtomicLong();
  private volatile boolean connected;
  private volatile @Nullable Value last;

  StopwatchContext(Path stateDirectory) {
    this.stateDirectory = stateDirectory;
  }

  boolean isConnected() {
    return connected;
  }

  /** The last value told. */
  @Nullable Value last() {
    return last;
  }

  /** How many edges were named as lost. */
  long lost() {
    return lost.get();
  }

  /** From the kernel's time stamp to {@link #accept}, one for each sample after the first. */
  Latencies latencies() {
    return latencies;
  }

  @Override
  public void accept(Sample sample) {
    Instant now = Instant.now();
    if (last != null) { // the first is the state at the start, not an edge
      latencies.add(Duration.between(sample.sourceTime(), now).toNanos() / 1_000);
    }
    last = sample.value();
  }

  @Override
  public void lost(Loss loss) {
    lost.addAndGet(loss.count());
  }

  @Override
  public SampleSink sink() {
    return this;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public Path stateDirectory() {
    return stateDirectory;
  }

  @Override
  public void connected() {
    connected = true;
  }

  @Override
  public void pointProblem(String point, @Nullable String problem) {
    if (problem != null) {
      throw new AssertionError(point + ": " + problem);
    }
  }
}
