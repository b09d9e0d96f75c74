package io.gemba.agent.app.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Is the time right, and who sees to it? */
final class ClockCheck {
  private static final Instant NOT_BEFORE = Instant.parse("2026-11-01T00:00:00Z");
  private static final Path SYNCHRONIZED = Path.of("/run/systemd/timesync/synchronized");

  private ClockCheck() {}

  static List<Finding> look() throws InterruptedException {
    Instant now = Instant.now();
    String zone = ", time zone " + ZoneId.systemDefault();
    if (now.isBefore(NOT_BEFORE)) {
      return List.of(
          Finding.fail(
              "clock",
              "",
              "it says " + now + ", which cannot be: it has not been set",
              "connect the network for time (NTP), or: sudo timedatectl set-time 'YYYY-MM-DD HH:MM:SS'"));
    }
    String told = Files.exists(SYNCHRONIZED) ? "yes" : timedatectl();
    return List.of(
        switch (told) {
          case "yes" -> Finding.ok("clock", "", "synchronized by NTP" + zone);
          case "no" ->
              Finding.warn(
                  "clock",
                  "",
                  "it says " + now + zone + ", but no time server keeps it right",
                  "sudo timedatectl set-ntp true; name a time server the plant allows in"
                      + " /etc/systemd/timesyncd.conf");
          default ->
              Finding.warn(
                  "clock",
                  "",
                  "it says "
                      + now
                      + zone
                      + "; nobody here tells whether a time server keeps it right",
                  "compare it with a watch; install systemd-timesyncd or chrony");
        });
  }

  private static String timedatectl() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("timedatectl", "show", "-p", "NTPSynchronized", "--value")
              .redirectErrorStream(true)
              .start();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
