package io.gemba.agent.app.status;

import io.gemba.agent.core.forward.UplinkHealth;
import io.gemba.agent.core.journal.CardLife;
import io.gemba.agent.core.journal.JournalStatus;
import io.gemba.agent.core.supervise.DeviceHealth;
import java.time.Instant;
import java.util.Formatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The journal's status for people. */
public final class StatusText {
  private static final double MIB = 0x1p20;
  private static final double TIB = 0x1p40;

  private StatusText() {}

  /** A running agent: devices and uplinks first, then the journal. */
  public static String of(AgentStatus status) {
    try (Formatter text = new Formatter(Locale.ROOT)) {
      text.format(
          "gateway  %s, version %s, clock %s%n",
          status.gateway().id(), status.version(), status.clockSynced() ? "set" : "NOT SET");
      status.devices().forEach((name, health) -> device(text, name, health));
      status.uplinks().forEach((name, health) -> uplink(text, name, health));
      if (status.journalProblem() != null) {
        text.format("JOURNAL  %s%n", status.journalProblem());
      }
      if (!status.config().problems().isEmpty()) {
        text.format("CONFIG   the changed file is wrong, the last good one stays in force:%n");
        status.config().problems().forEach(problem -> text.format("         %s%n", problem));
      }
      JournalStatus journal = status.journal();
      return journal == null ? text.toString() : text + of(journal);
    }
  }

  private static void device(Formatter text, String name, DeviceHealth health) {
    text.format("device   %s: %s since %s", name, words(health.state()), health.since());
    text.format("%s%n", health.problem() == null ? "" : ": " + health.problem());
    health
        .pointProblems()
        .forEach((point, words) -> text.format("         %s: %s%n", point, words));
  }

  private static void uplink(Formatter text, String name, UplinkHealth health) {
    String state = health.connected() ? "connected" : "not connected";
    text.format("uplink   %s: %s since %s", name, state, health.since());
    text.format("%s%n", health.problem() == null ? "" : ": " + health.problem());
  }

  private static String words(DeviceHealth.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** The journal alone. */
  public static String of(JournalStatus status) {
    try (Formatter text = new Formatter(Locale.ROOT)) {
      text.format("journal  %s%nfile     %s%n", status.id(), status.file());
      text.format("used     %.1f MiB", status.bytesUsed() / MIB);
      if (status.maxBytes() > 0) {
        text.format(" of %.0f MiB", status.maxBytes() / MIB);
      }
      text.format("%ngaps     %d recorded%n", status.gapsRecorded());
      if (status.wear() != null) {
        wear(text, status.wear());
      }
      if (status.uplinks().isEmpty()) {
        text.format("no uplink is configured: samples wait for one%n");
      }
      for (JournalStatus.UplinkBacklog uplink : status.uplinks()) {
        text.format(
            "uplink   %s: %d samples wait%s, %d entries set aside%n",
            uplink.name(), uplink.pendingSamples(), since(uplink.oldest()), uplink.setAside());
      }
      for (JournalStatus.DeviceCount device : status.devices()) {
        text.format(
            "device   %s (%s): next number %d%n", device.name(), device.place(), device.nextSeq());
      }
      status.corruptFiles().forEach(file -> text.format("corrupt  %s was set aside%n", file));
      return text.toString();
    }
  }

  private static void wear(Formatter text, JournalStatus.Wear wear) {
    if (wear.bytesWritten() < 0) {
      text.format("wear     not known: the kernel does not tell%n");
      return;
    }
    text.format(
        "wear     %.1f MiB written since the start, %.1f bytes per sample, %.0f MiB a day",
        wear.bytesWritten() / MIB, wear.bytesPerSample(), wear.bytesPerDay() / MIB);
    if (wear.budget() > 0) {
      text.format(" of %.0f", wear.budget() / MIB);
    }
    text.format(
        "; a commit every %d ms%s%n",
        wear.window().toMillis(), wear.isStretched() ? " to keep to the budget" : "");
    if (wear.isOverBudget()) {
      text.format("WEAR     more than the budget, though commits are as rare as they may be%n");
    }
    wear.life().years().ifPresent(years -> life(text, wear.life(), years));
  }

  private static void life(Formatter text, CardLife life, double years) {
    String lasts =
        years > 100 ? "more than 100" : String.format(Locale.ROOT, "at most %.1f", years);
    text.format(
        "card     lasts %s years if it bears %.0f TiB (journal.card-endurance)%n",
        lasts, life.endurance() / TIB);
  }

  private static String since(@Nullable Instant oldest) {
    return oldest == null ? "" : ", the oldest since " + oldest;
  }
}
