package io.gemba.cloud.console.web;

import io.gemba.cloud.console.board.BrokerView;
import io.gemba.cloud.console.board.Freshness;
import io.gemba.cloud.console.board.GatewayView;
import io.gemba.cloud.console.board.LineView;
import io.gemba.cloud.console.history.HistoryHealth;
import java.util.List;
import java.util.Locale;

/** The console's figures as Prometheus text (exposition format 0.0.4). */
final class Metrics {
  private final StringBuilder text = new StringBuilder();

  private Metrics() {}

  static String text(List<LineView> lines, Fleet fleet, SseHub hub) {
    Metrics m = new Metrics();
    HistoryHealth h = fleet.health().history();
    m.one("messages_total", "counter", "MQTT messages received", fleet.health().messages());
    m.one(
        "malformed_total",
        "counter",
        "messages that could not be read",
        fleet.health().malformed());
    m.one("samples_stored_total", "counter", "samples written to the history", h.stored());
    m.one("samples_duplicate_total", "counter", "samples that were there already", h.duplicates());
    m.one(
        "samples_dropped_total",
        "counter",
        "samples lost because the history could not take them",
        h.dropped());
    m.one("history_waiting", "gauge", "messages waiting to be written", h.waiting());
    m.one("history_up", "gauge", "1 while the history can be written", h.problem() == null ? 1 : 0);
    m.one("watchers", "gauge", "browsers watching", hub.watching());
    m.one(
        "watchers_slow_total",
        "counter",
        "browsers dropped because they could not keep up",
        hub.slow());
    m.lines(lines);
    m.head("broker_up", "gauge", "1 while connected to the broker");
    for (BrokerView b : fleet.brokers()) {
      m.row("broker_up", "broker", b.name(), b.connected() ? 1 : 0);
    }
    m.head("gateway_up", "gauge", "1 while the gateway says it is online");
    for (GatewayView g : fleet.gateways()) {
      m.row("gateway_up", "gateway", g.key(), g.online() ? 1 : 0);
    }
    m.head(
        "gateway_missing_samples",
        "gauge",
        "sequence numbers that have not come and no gap record names");
    for (GatewayView g : fleet.gateways()) {
      m.row("gateway_missing_samples", "gateway", g.key(), g.unexplained());
    }
    return m.text.toString();
  }

  private void lines(List<LineView> lines) {
    head("lines", "gauge", "lines by freshness");
    for (Freshness freshness : Freshness.values()) {
      long count = lines.stream().filter(l -> l.freshness() == freshness).count();
      row("lines", "freshness", freshness.name().toLowerCase(Locale.ROOT), count);
    }
  }

  private void one(String name, String type, String help, long value) {
    head(name, type, help);
    text.append("gemba_console_").append(name).append(' ').append(value).append('\n');
  }

  private void head(String name, String type, String help) {
    text.append("# HELP gemba_console_").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE gemba_console_").append(name).append(' ').append(type).append('\n');
  }

  private void row(String name, String label, String value, long count) {
    String safe = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    text.append("gemba_console_").append(name).append('{').append(label).append("=\"").append(safe);
    text.append("\"} ").append(count).append('\n');
  }
}
