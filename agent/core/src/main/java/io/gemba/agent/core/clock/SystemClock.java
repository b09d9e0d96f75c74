package io.gemba.agent.core.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * The clocks of this machine. Linux tells all there is to know; elsewhere there is no boot id, and
 * the hardware clock is believed.
 */
public final class SystemClock implements ClockSource {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path TIMESYNCD = Path.of("/run/systemd/timesync/synchronized");
  private static final Path RTC = Path.of("/sys/class/rtc/rtc0/since_epoch");

  /** A battery clock counts whole seconds, and drifts some seconds a day. */
  private static final long RTC_AGREES_SECONDS = 120;

  /**
   * A PC keeps the time while it is off, shown in /sys or not; a virtual one gets it of its host.
   */
  private static final Set<String> KEEP_TIME_WHILE_OFF =
      Set.of("amd64", "x86_64", "x86", "i386", "i686");

  private final String bootId = readBootId();

  private static String readBootId() {
    try {
      return KernelTime.bootNanos() < 0 ? "" : Files.readString(BOOT_ID).strip();
    } catch (IOException _) {
      return ""; // not Linux: blocks carry wall time alone
    }
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long bootNanos() {
    return bootId.isEmpty() ? System.nanoTime() : KernelTime.bootNanos();
  }

  @Override
  public String bootId() {
    return bootId;
  }

  @Override
  public Basis vouched() {
    if (KernelTime.keptByTimeServer() || Files.exists(TIMESYNCD)) {
      return Basis.NTP;
    }
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean believed = bootId.isEmpty() || KEEP_TIME_WHILE_OFF.contains(machine);
    return believed || batteryClockAgrees() ? Basis.HARDWARE : Basis.NOT_SET;
  }

  /** A Pi 5 has such a clock but no battery: then it says 1970, and nobody else does. */
  private static boolean batteryClockAgrees() {
    try {
      long seconds = Long.parseLong(Files.readString(RTC).strip());
      return Math.abs(seconds - Instant.now().getEpochSecond()) <= RTC_AGREES_SECONDS;
    } catch (IOException | NumberFormatException _) {
      return false; // there is none
    }
  }
}
