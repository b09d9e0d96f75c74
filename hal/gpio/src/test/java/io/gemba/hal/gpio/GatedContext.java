package io.gemba.hal.gpio;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.tck.RecordingContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A host on a gateway that is busy with something else until a gate opens. */
record GatedContext(RecordingContext host, CountDownLatch gate)
    implements DeviceContext, SampleSink {

  @Override
  public SampleSink sink() {
    return this;
  }

  @Override
  public InstantSource clock() {
    return host.clock();
  }

  @Override
  public Path stateDirectory() {
    return host.stateDirectory();
  }

  @Override
  public void connected() {
    host.connected();
  }

  @Override
  public void pointProblem(String point, @Nullable String problem) {
    host.pointProblem(point, problem);
  }

  @Override
  public void accept(Sample sample) {
    host.accept(sample);
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void lost(Loss loss) {
    host.lost(loss);
  }
}
