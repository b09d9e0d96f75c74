package io.gemba.hal.opcua;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A host that counts samples and keeps none. */
final class CountingContext implements DeviceContext, SampleSink {
  final LongAdder count = new LongAdder();
  private final FirstOnes first;
  private final Path state;

  CountingContext(Path state, FirstOnes first) {
    this.state = state;
    this.first = first;
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
    return state;
  }

  @Override
  public void connected() {}

  @Override
  public void pointProblem(String point, @Nullable String problem) {}

  @Override
  public void accept(Sample sample) {
    count.increment();
  }

  @Override
  public void accept(List<Sample> samples) {
    count.add(samples.size());
    if (!first.areAll()) {
      samples.forEach(sample -> first.saw(sample.point()));
    }
  }

  @Override
  public void lost(Loss loss) {}
}
