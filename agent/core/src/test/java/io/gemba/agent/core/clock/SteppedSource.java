package io.gemba.agent.core.clock;

import java.time.Duration;
import java.time.Instant;

/** A machine's clocks that move when told: a Pi without a battery, unless somebody vouches. */
public final class SteppedSource implements ClockSource {
  private Instant wall;
  private long boot = 30_000_000_000L;
  private String bootId = "boot-1";
  private Basis vouched = Basis.NOT_SET;

  /** Wakes up at this time. */
  public SteppedSource(String wall) {
    this.wall = Instant.parse(wall);
  }

  @Override
  public synchronized Instant instant() {
    return wall;
  }

  @Override
  public synchronized long bootNanos() {
    return boot;
  }

  @Override
  public synchronized String bootId() {
    return bootId;
  }

  @Override
  public synchronized Basis vouched() {
    return vouched;
  }

  /** Time passes. */
  public synchronized void pass(Duration time) {
    wall = wall.plus(time);
    boot += time.toNanos();
  }

  /** Somebody sets the wall clock. */
  public synchronized void set(String time) {
    wall = Instant.parse(time);
  }

  /** Somebody says why the wall clock is right. */
  public synchronized void vouch(Basis basis) {
    vouched = basis;
  }

  /** The machine was off and starts again. */
  public synchronized void reboot(String id, String time) {
    bootId = id;
    boot = 20_000_000_000L;
    set(time);
  }
}
