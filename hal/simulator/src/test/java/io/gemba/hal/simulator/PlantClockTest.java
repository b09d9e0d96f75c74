package io.gemba.hal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlantClockTest {

  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  private Instant wall = START;
  private long nanos = 5;

  @Test
  void followsAStepOfTheWallClockAndIgnoresJitter() {
    PlantClock clock = new PlantClock(() -> wall, () -> nanos, 1);
    pass(10_000);
    wall = wall.plusMillis(300);
    assertThat(clock.follow()).isZero();
    wall = wall.plusSeconds(3_600).minusMillis(300);
    assertThat(clock.follow()).isEqualTo(Duration.ofHours(1));
    assertThat(clock.now()).isEqualTo(wall);
    assertThat(clock.plantMillis()).isEqualTo(10_000);
    assertThat(clock.wallOf(11_000)).isEqualTo(wall.plusSeconds(1));
  }

  @Test
  void aTimeFactorCompressesThePlantsTime() {
    PlantClock clock = new PlantClock(() -> wall, () -> nanos, 60);
    pass(1_000);
    assertThat(clock.plantMillis()).isEqualTo(60_000);
    assertThat(clock.wallOf(60_000)).isEqualTo(START.plusSeconds(1));
    assertThat(clock.microsUntil(120_000)).isEqualTo(1_000_000);
  }

  private void pass(long millis) {
    nanos += millis * 1_000_000;
    wall = wall.plusMillis(millis);
  }
}
