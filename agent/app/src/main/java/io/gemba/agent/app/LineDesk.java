package io.gemba.agent.app;

import io.gemba.agent.core.clock.StepWatch;
import io.gemba.agent.core.forward.DeviceMetas;
import io.gemba.agent.core.journal.CommitListener;
import io.gemba.agent.core.line.LineEngine;
import io.gemba.agent.core.line.LineMemoryFile;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Sample;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the lines and the points' types a thread of their own, fed by what was committed and by a
 * clock that ticks every second, so that neither holds up the journal. Everything inside runs on
 * that one thread.
 */
final class LineDesk implements CommitListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LineDesk.class);

  /**
   * A kilobyte a minute does not wear a card, and counts catch up by the machine's own counter
   * after a crash.
   */
  private static final long KEEP_SECONDS = 60;

  private final LineEngine lines;
  private final DeviceMetas metas;
  private final LineMemoryFile memories;
  private final InstantSource clock;
  private final StepWatch steps;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("lines").daemon().unstarted(task));

  LineDesk(LineEngine lines, DeviceMetas metas, LineMemoryFile memories, InstantSource clock) {
    this.lines = lines;
    this.metas = metas;
    this.memories = memories;
    this.clock = clock;
    this.steps = new StepWatch(clock, System::nanoTime);
  }

  /** Goes on with what one that is closed knew of the devices' points; before {@link #start}. */
  void carryOver(LineDesk closed) {
    metas.carryOver(closed.metas);
  }

  /** Takes up what the last run counted and begins to tick. */
  void start() {
    thread.execute(this::remember);
    var unusedKeeping =
        thread.scheduleWithFixedDelay(this::keep, KEEP_SECONDS, KEEP_SECONDS, TimeUnit.SECONDS);
    var unused = thread.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  @Override
  public void committed(DeviceRef device, long firstSeq, List<Sample> samples) {
    if (thread.isShutdown()) {
      return;
    }
    thread.execute(
        () -> {
          metas.learn(device.name(), samples);
          lines.observe(device, samples);
        });
  }

  /** The points that a device's adapter found by itself. */
  void found(String device, List<DeviceConfig.Point> points) {
    if (!thread.isShutdown()) {
      thread.execute(() -> metas.found(device, points));
    }
  }

  private void remember() {
    try {
      lines.restore(memories.read());
    } catch (IOException e) {
      log.warn("the shift's counts begin anew: {}", e.toString());
    }
  }

  private void keep() {
    try {
      memories.write(lines.snapshot());
    } catch (IOException e) {
      log.warn("the shift's counts cannot be kept for the next start: {}", e.toString());
    }
  }

  private void tick() {
    metas.sayNews();
    if (steps.stepped()) {
      lines.clockStepped(clock.instant());
    }
    lines.tick(clock.instant());
  }

  @Override
  public void close() {
    thread.execute(this::keep);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
