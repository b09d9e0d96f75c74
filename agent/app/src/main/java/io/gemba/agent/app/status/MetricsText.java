package io.gemba.agent.app.status;

import io.gemba.agent.core.journal.JournalStatus;
import io.gemba.agent.core.supervise.DeviceHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The agent's figures for Prometheus. Counters begin with the agent, where their HELP says no more.
 */
public final class MetricsText {
  private final MetricsWriter out = new MetricsWriter();
  private final AgentStatus status;
  private final Traffic traffic;

  private MetricsText(AgentStatus status, Traffic traffic) {
    this.status = status;
    this.traffic = traffic;
  }

  /** All families; {@code waiting} certificates need a decision. */
  public static String of(AgentStatus status, Traffic traffic, long waiting) {
    MetricsText text = new MetricsText(status, traffic);
    text.agent(waiting);
    text.devices();
    text.gaps();
    text.uplinks();
    text.journal();
    return text.out.toString();
  }

  private void agent(long waiting) {
    out.family("gemba_build_info", "gauge", "The versions that run.")
        .sample(
            "gemba_build_info",
            1L,
            "version",
            status.version(),
            "java",
            Runtime.version().toString(),
            "gateway",
            status.gateway().id());
    out.gauge("gemba_up", "Whether samples can be kept.", bit(!Verdict.of(status, 0).failing()));
    out.gauge(
        "gemba_uptime_seconds",
        "Since the agent started.",
        seconds(Duration.between(status.started(), status.at())));
    out.gauge(
        "process_start_time_seconds",
        "Start of the agent, seconds since the epoch.",
        status.started().toEpochMilli() / 1e3);
    long resident = Memory.resident();
    if (resident >= 0) {
      out.gauge("process_resident_memory_bytes", "Memory of the agent.", resident);
    }
    out.gauge(
        "gemba_clock_synced", "Whether the wall clock may be believed.", bit(status.clockSynced()));
    out.gauge(
        "gemba_config_last_load_successful",
        "0 while a changed configuration is refused and the last good one stays in force.",
        bit(status.config().problems().isEmpty()));
    out.gauge("gemba_certificates_waiting", "Certificates that need a decision.", waiting);
    out.gauge("gemba_inbox_samples", "Samples that wait for their commit.", (long) status.inbox());
  }

  private void devices() {
    out.family("gemba_device_connected", "gauge", "Whether the device answers.");
    status
        .devices()
        .forEach(
            (name, health) ->
                out.sample(
                    "gemba_device_connected",
                    bit(health.state() == DeviceHealth.State.CONNECTED),
                    "device",
                    name));
    out.family("gemba_device_state", "gauge", "1 for the state the device is in.");
    status.devices().forEach(this::deviceState);
    out.family("gemba_device_losses_total", "counter", "How often the device was lost.");
    status
        .devices()
        .forEach((name, h) -> out.sample("gemba_device_losses_total", h.losses(), "device", name));
    out.family("gemba_device_point_problems", "gauge", "Points with a problem of their own.");
    status
        .devices()
        .forEach(
            (name, h) ->
                out.sample(
                    "gemba_device_point_problems",
                    (long) h.pointProblems().size(),
                    "device",
                    name));
    out.family("gemba_samples_committed_total", "counter", "Samples written to the journal.");
    traffic
        .samples()
        .forEach((name, n) -> out.sample("gemba_samples_committed_total", n, "device", name));
  }

  private void deviceState(String name, DeviceHealth health) {
    for (DeviceHealth.State state : DeviceHealth.State.values()) {
      out.sample(
          "gemba_device_state",
          bit(state == health.state()),
          "device",
          name,
          "state",
          state.name().toLowerCase(Locale.ROOT));
    }
  }

  private void gaps() {
    var sorted =
        traffic.gaps().entrySet().stream()
            .sorted(
                Comparator.comparing(
                        (Map.Entry<Traffic.GapKind, Traffic.Gaps> e) -> e.getKey().device())
                    .thenComparing(e -> e.getKey().cause()))
            .toList();
    out.family("gemba_gaps_total", "counter", "Gap records made, by device and cause.");
    for (var gap : sorted) {
      gap(gap.getKey(), "gemba_gaps_total", gap.getValue().records());
    }
    out.family(
        "gemba_gap_lost_samples_total", "counter", "Readings lost in gaps, as far as known.");
    for (var gap : sorted) {
      gap(gap.getKey(), "gemba_gap_lost_samples_total", gap.getValue().lost());
    }
  }

  private void gap(Traffic.GapKind kind, String family, long value) {
    out.sample(family, value, "device", kind.device(), "cause", kind.cause());
  }

  private void uplinks() {
    out.family("gemba_uplink_connected", "gauge", "Whether a session is open.");
    status
        .uplinks()
        .forEach((n, h) -> out.sample("gemba_uplink_connected", bit(h.connected()), "uplink", n));
    out.family("gemba_uplink_sessions_total", "counter", "Sessions opened.");
    status
        .uplinks()
        .forEach((n, h) -> out.sample("gemba_uplink_sessions_total", h.sessions(), "uplink", n));
    out.family("gemba_samples_delivered_total", "counter", "Samples the other side has taken.");
    status
        .uplinks()
        .forEach((n, h) -> out.sample("gemba_samples_delivered_total", h.accepted(), "uplink", n));
  }

  private void journal() {
    out.gauge(
        "gemba_journal_healthy",
        "Whether the journal writes and answers.",
        bit(status.journalProblem() == null && status.journal() != null));
    JournalStatus journal = status.journal();
    if (journal == null) {
      return;
    }
    backlog(journal);
    out.gauge("gemba_journal_used_bytes", "Database in use.", journal.bytesUsed());
    out.gauge("gemba_journal_max_bytes", "What it may use.", journal.maxBytes());
    out.gauge("gemba_journal_entries", "Blocks and gap records kept.", journal.entries());
    out.counter(
        "gemba_journal_gaps_recorded_total",
        "Gap records ever made in this journal.",
        journal.gapsRecorded());
    out.counter(
        "gemba_journal_commits_total", "Commits since the journal was made.", status.commits());
    out.gauge(
        "gemba_journal_corrupt_files",
        "Corrupt journals put aside.",
        journal.corruptFiles().size());
    JournalStatus.Wear wear = journal.wear();
    if (wear != null && wear.bytesWritten() >= 0) {
      wear(wear);
    }
    OptionalInt used = CardLife.usedPercent(journal.file());
    if (used.isPresent()) {
      out.gauge(
          "gemba_card_life_used_ratio",
          "How much of its life the eMMC says is used up, at most.",
          used.getAsInt() / 100.0);
    }
  }

  private void backlog(JournalStatus journal) {
    out.family("gemba_uplink_backlog_samples", "gauge", "Samples that wait for the uplink.");
    for (var uplink : journal.uplinks()) {
      out.sample("gemba_uplink_backlog_samples", uplink.pendingSamples(), "uplink", uplink.name());
    }
    out.family(
        "gemba_uplink_oldest_age_seconds", "gauge", "Age of what waits longest; 0 = nothing.");
    for (var uplink : journal.uplinks()) {
      Instant oldest = uplink.oldest();
      double age = oldest == null ? 0 : seconds(Duration.between(oldest, status.at()));
      out.sample("gemba_uplink_oldest_age_seconds", Math.max(0, age), "uplink", uplink.name());
    }
    out.family("gemba_uplink_set_aside_entries", "gauge", "Entries the other side refused.");
    for (var uplink : journal.uplinks()) {
      out.sample("gemba_uplink_set_aside_entries", uplink.setAside(), "uplink", uplink.name());
    }
  }

  private void wear(JournalStatus.Wear wear) {
    out.counter(
        "gemba_journal_written_bytes_total",
        "Physically written by the committing thread, as the kernel counts.",
        wear.bytesWritten());
    out.gauge(
        "gemba_journal_written_bytes_per_sample",
        "Mean since the start of the agent.",
        wear.bytesPerSample());
    out.gauge(
        "gemba_journal_written_bytes_per_day",
        "Projected from the last ten minutes.",
        wear.bytesPerDay());
    out.gauge(
        "gemba_journal_write_budget_bytes_per_day", "daily-write-budget; 0 = none.", wear.budget());
    out.gauge(
        "gemba_journal_commit_window_seconds",
        "How long a sample waits for its commit at most.",
        seconds(wear.window()));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static long bit(boolean value) {
    return value ? 1L : 0L;
  }
}
