package io.gemba.agent.app;

import io.gemba.agent.core.forward.DeviceMetas;
import io.gemba.agent.core.journal.CommitListener;
import io.gemba.agent.core.line.LineEngine;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives the lines and the points' types a thread of their own, fed by what was committed and by a
 * clock that ticks every second, so that neither holds up the journal. Everything inside runs on
 * that one thread.
 */
final class LineDesk implements CommitListener, AutoCloseable {
  private final LineEngine lines;
  private final DeviceMetas metas;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("lines").daemon().unstarted(task));

  LineDesk(LineEngine lines, DeviceMetas metas, InstantSource clock) {
    this.lines = lines;
    this.metas = metas;
    this.clock = clock;
  }

  void start() {
    var unused = thread.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  @Override
  public void committed(DeviceRef device, long firstSeq, List<Sample> samples) {
    thread.execute(
        () -> {
          metas.learn(device.name(), samples);
          lines.observe(device, samples);
        });
  }

  private void tick() {
    metas.sayNews();
    lines.tick(clock.instant());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
