package io.gemba.agent.core.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.clock.ClockSource.Basis;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");

  private final SteppedSource source = new SteppedSource("2026-11-23T08:00:00Z");

  private ClockWatch watch() {
    return new ClockWatch(source, BUILT);
  }

  @Test
  void aClockThatNobodyVouchesForIsNotSetHoweverRightItLooks() {
    ClockWatch watch = watch();
    assertThat(watch.state().basis()).isEqualTo(Basis.NOT_SET);
    assertThat(watch.getAsBoolean()).isFalse();
    assertThat(watch.mark().synced()).isFalse();
  }

  @Test
  void aTimeServerVouchesAtTheNextLook() {
    ClockWatch watch = watch();
    source.vouch(Basis.NTP);
    assertThat(watch.state().basis()).isEqualTo(Basis.NTP);
  }

  @Test
  void aClockFromBeforeTheBuildIsNotSetWhoeverVouches() {
    source.vouch(Basis.HARDWARE);
    source.set("1990-01-01T00:00:00Z");
    assertThat(watch().getAsBoolean()).isFalse();
  }

  @Test
  void whoeverStepsAnUnsetClockSetsIt() {
    source.set("1990-01-01T00:00:00Z");
    ClockWatch watch = watch();
    source.pass(Duration.ofMinutes(5));
    source.set("2026-11-23T08:00:00Z");
    assertThat(watch.state().basis()).isEqualTo(Basis.WATCHED);
    assertThat(watch.state().lastStep())
        .satisfies(
            step -> assertThat(step.before()).isEqualTo(Instant.parse("1990-01-01T00:05:00Z")));
  }

  @Test
  void aClockThatWasSetStaysSoWithoutItsTimeServer() {
    source.vouch(Basis.NTP);
    ClockWatch watch = watch();
    source.vouch(Basis.NOT_SET);
    source.pass(Duration.ofDays(3));
    assertThat(watch.getAsBoolean()).isTrue();
  }

  @Test
  void aStepBackBeforeTheBuildUnsetsIt() {
    source.vouch(Basis.NTP);
    ClockWatch watch = watch();
    source.set("1970-01-01T00:00:10Z");
    assertThat(watch.getAsBoolean()).isFalse();
    source.set("2026-11-23T08:00:00Z");
    assertThat(watch.getAsBoolean()).isTrue();
    assertThat(watch.state().steps()).isEqualTo(2);
  }

  @Test
  void marksTellHowFarTheClockWasStepped() {
    ClockWatch watch = watch();
    source.pass(Duration.ofMillis(250));
    ClockMark quiet = watch.mark();
    assertThat(quiet.stepMs()).isZero();
    assertThat(quiet.wallMs() - quiet.sinceMs()).isEqualTo(250);
    source.pass(Duration.ofMillis(250));
    source.set("2026-11-23T09:00:00.500Z");
    assertThat(watch.getAsBoolean()).as("another's look hides nothing from marks").isTrue();
    ClockMark stepped = watch.mark();
    assertThat(stepped.stepMs()).isEqualTo(3_600_000);
    assertThat(stepped.wasSynced()).isFalse();
    assertThat(stepped.synced()).isTrue();
    assertThat(stepped.beforeStep().wallMs()).isEqualTo(quiet.wallMs() + 250);
    assertThat(watch.mark().stepMs()).isZero();
  }

  @Test
  void aSlowClockIsNoStep() {
    ClockWatch watch = watch();
    for (int i = 0; i < 100; i++) {
      source.pass(Duration.ofSeconds(1));
      source.set(source.instant().plusMillis(1).toString());
      assertThat(watch.mark().stepMs()).isZero();
    }
    assertThat(watch.state().steps()).isZero();
  }

  @Test
  void sourceTimesFarFromTheArrivalAreAnotherClocks() {
    ClockMark mark = new ClockMark("b", 40_000, 990_000, 1_000_000, true, 0, true);
    assertThat(mark.disagrees(985_000)).isFalse();
    assertThat(mark.disagrees(1_009_000)).isFalse();
    assertThat(mark.disagrees(979_999)).isTrue();
    assertThat(mark.disagrees(1_010_001)).isTrue();
    assertThat(mark.disagrees(Long.MIN_VALUE)).isTrue();
    assertThat(mark.disagrees(Long.MAX_VALUE)).isTrue();
    assertThat(ClockMark.wall(1_000_000, true).disagrees(0)).as("arrival unknown").isFalse();
  }

  @Test
  void theMachineTellsItsBootAndTimeSince() {
    SystemClock machine = new SystemClock();
    long before = machine.bootNanos();
    assertThat(machine.bootNanos()).isGreaterThanOrEqualTo(before);
    if (!machine.bootId().isEmpty()) {
      assertThat(machine.bootId()).hasSize(36);
      assertThat(KernelTime.bootNanos())
          .as("no wall time")
          .isBetween(0L, 1_000_000_000L * 86_400 * 3650);
    }
    assertThat(new ClockWatch(machine, BUILT).mark().stepMs()).isZero();
  }
}
