package io.gemba.hal.gpio.cdev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.tck.Await;
import io.gemba.hal.tck.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class WaiterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void anInterruptEndsALongWait() throws Exception {
    AtomicReference<Object> end = new AtomicReference<>();
    Thread thread = Thread.ofPlatform().daemon().start(() -> end.set(waitLong()));
    Await.until("it waits in the kernel", PATIENCE, thread::isAlive);
    thread.interrupt();
    Await.until("it ends", PATIENCE, () -> end.get() != null);
    assertThat(end.get()).isInstanceOf(InterruptedException.class);
  }

  private static Object waitLong() {
    try (Waiter waiter = new Waiter()) {
      return waiter.next(Duration.ofHours(1));
    } catch (IOException | InterruptedException e) {
      return e;
    }
  }

  @Test
  void anInterruptThatCameBeforeEndsItToo() throws Exception {
    try (Waiter waiter = new Waiter()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> waiter.next(Duration.ofHours(1)))
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
      assertThat(waiter.next(Duration.ZERO)).as("a last look is possible").isEmpty();
    }
  }

  @Test
  void aWaitForNothingEnds() throws Exception {
    try (Waiter waiter = new Waiter()) {
      assertThat(waiter.next(Duration.ofMillis(1))).isEmpty();
      assertThat(waiter.next(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void whatIsNoChipIsRefusedInWords(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("gpiochip0"));
    assertThatThrownBy(() -> CharDevice.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no GPIO chip");
    assertThatThrownBy(() -> CharDevice.open(folder.resolve("gpiochip1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no");
  }

  @Test
  void kernelTimesBecomeTheGatewaysAndFollowItsSteps() throws Exception {
    ManualClock wall = new ManualClock(Instant.parse("1970-01-02T00:00:00Z"));
    KernelClock clock = new KernelClock(wall, () -> 1_000_000_000_000L);
    long now = Libc.monotonicNanos();
    assertThat(Duration.between(wall.instant(), clock.wallTime(now)).abs())
        .isLessThan(Duration.ofSeconds(5));
    assertThat(clock.wallTime(now + 1_000)).isEqualTo(clock.wallTime(now).plusNanos(1_000));
    assertThat(clock.ticks(now + 7) - clock.ticks(now)).isEqualTo(7);
    Instant before = clock.wallTime(now);
    wall.advance(Duration.ofDays(20_000));
    clock.update();
    assertThat(Duration.between(before, clock.wallTime(now)))
        .isBetween(Duration.ofDays(19_999), Duration.ofDays(20_001));
  }
}
