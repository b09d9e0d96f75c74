package io.gemba.agent.core.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.Await;
import io.gemba.agent.core.Backoff;
import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Settings;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceRunnerTest {
  private final List<Sample> inbox = new CopyOnWriteArrayList<>();
  private final SampleSink sink =
      new SampleSink() {
        @Override
        public void accept(Sample sample) {
          inbox.add(sample);
        }

        @Override
        public void lost(Loss loss) {}
      };
  private DeviceRunner runner;
  private Thread thread;

  @AfterEach
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join(5_000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(runner.health().state()).isEqualTo(DeviceHealth.State.STOPPED);
  }

  private void start(Adapter adapter) {
    Settings none = new Settings(Map.of());
    List<DeviceConfig.Point> points =
        List.of(
            new DeviceConfig.Point("temp", null, false, none),
            new DeviceConfig.Point("speed", null, false, none));
    DeviceEntry entry =
        new DeviceEntry(
            new DeviceRef("press1", "molding/l3/press1"),
            "fake",
            new DeviceConfig("press1", none, points),
            Map.of());
    runner =
        new DeviceRunner(
            entry,
            adapter,
            sink,
            Path.of("."),
            InstantSource.system(),
            new Backoff(Duration.ofMillis(1), new Random(1)));
    thread = Thread.ofPlatform().start(runner);
  }

  @Test
  void triesAgainForEverAfterTheDeviceIsLost() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    start(
        context -> {
          runs.incrementAndGet();
          context.connected();
          throw new IOException("gone");
        });
    Await.until("five runs", () -> runs.get() >= 5);
    assertThat(runner.health().losses()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void turnsPointsBadThatTheAdapterFoundByItself() throws InterruptedException {
    start(
        context -> {
          context.connected();
          Settings none = new Settings(Map.of());
          context.points(List.of(new DeviceConfig.Point("found", null, false, none)));
          throw new IOException("gone");
        });
    Await.until(
        "the found point is bad", () -> inbox.stream().anyMatch(s -> s.point().equals("found")));
    assertThat(inbox).allMatch(sample -> sample.quality() == Quality.BAD);
  }

  @Test
  void turnsEveryPointBadOncePerLossAndNotOncePerAttempt() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    start(
        context -> {
          if (runs.incrementAndGet() == 1) {
            context.connected();
            context.sink().accept(Sample.good("temp", Value.of(61.4), Instant.EPOCH));
          }
          throw new IOException("gone");
        });
    Await.until("several attempts", () -> runs.get() >= 5);
    assertThat(inbox).extracting(Sample::point).containsExactly("temp", "temp", "speed");
    assertThat(inbox.subList(1, 3))
        .allMatch(
            s ->
                s.quality() == Quality.BAD
                    && s.statusCode() == DeviceRunner.BAD_NO_COMMUNICATION
                    && s.value().equals(Value.NONE));
  }

  @Test
  void aDefectiveAdapterIsReportedAndTriedAgain() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    start(
        context -> {
          runs.incrementAndGet();
          throw new IllegalStateException("bug");
        });
    Await.until("again", () -> runs.get() >= 3);
    assertThat(runner.health().problem()).contains("fake").contains("bug");
  }

  @Test
  void isDeafToWhatALeftOverThreadSaysAfterTheRun() throws InterruptedException {
    DeviceContext[] first = new DeviceContext[1];
    AtomicInteger runs = new AtomicInteger();
    start(
        context -> {
          if (runs.incrementAndGet() == 1) {
            first[0] = context;
            throw new IOException("gone");
          }
          Thread.sleep(Long.MAX_VALUE);
        });
    Await.until("second run", () -> runs.get() == 2);
    inbox.clear();
    first[0].sink().accept(Sample.good("temp", Value.of(1.0), Instant.EPOCH));
    first[0].connected();
    assertThat(inbox).isEmpty();
    assertThat(runner.health().state()).isEqualTo(DeviceHealth.State.CONNECTING);
  }

  @Test
  void remembersWhatIsWrongWithSinglePointsUntilItIsWell() throws InterruptedException {
    CountDownLatch said = new CountDownLatch(1);
    start(
        context -> {
          context.connected();
          context.pointProblem("temp", "BadNodeIdUnknown");
          context.pointProblem("speed", "BadNodeIdUnknown");
          context.pointProblem("speed", null);
          said.countDown();
          Thread.sleep(Long.MAX_VALUE);
        });
    said.await();
    assertThat(runner.health().state()).isEqualTo(DeviceHealth.State.CONNECTED);
    assertThat(runner.health().pointProblems()).containsOnlyKeys("temp");
  }
}
