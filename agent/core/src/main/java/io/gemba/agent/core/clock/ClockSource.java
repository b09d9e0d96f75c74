package io.gemba.agent.core.clock;

import java.time.InstantSource;

/**
 * The clocks of the machine: the wall clock ({@link #instant}), which people and programs set, and
 * the time since the boot, which nobody can. Tests step it. Safe for several threads.
 */
public interface ClockSource extends InstantSource {

  /** Nanoseconds since the machine was started, time asleep included; never runs backwards. */
  long bootNanos();

  /** Names this boot of the machine; empty where the system does not tell. */
  String bootId();

  /** Why the wall clock may be right; {@link Basis#NOT_SET} when nobody vouches for it. */
  Basis vouched();

  /** What a wall clock's being right rests on. */
  enum Basis {
    /** Nothing: a machine without a battery woke up at whatever time it had last. */
    NOT_SET,
    /** The kernel or systemd-timesyncd says that it is kept by a time server. */
    NTP,
    /** The machine has a clock that runs while it is off. */
    HARDWARE,
    /** Somebody set it while the agent watched. */
    WATCHED,
    /** An earlier run of the agent found it set, and the machine was not started since. */
    EARLIER_RUN,
    /** The configuration says so. */
    CONFIGURED
  }
}
