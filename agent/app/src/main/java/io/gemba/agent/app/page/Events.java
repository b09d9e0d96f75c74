package io.gemba.agent.app.page;

import com.sun.net.httpserver.HttpExchange;
import io.gemba.agent.app.page.Snapshots.Snapshot;
import io.gemba.agent.app.status.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code /api/v1/events}: everything once, then once a second what changed. Each watcher's own
 * thread compares with what it sent last, so a slow one gets fewer and newer changes and holds up
 * nobody; while nobody watches nothing is done. Safe for several threads.
 */
final class Events implements AutoCloseable {
  private static final int MOST = 20;
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** A proxy or a phone ends a silent stream; and the page knows the gateway's time by it. */
  private static final int BEAT = 5;

  private final PageSource source;
  private final Snapshots snapshots;
  private final Access access;
  private final Fragments fragments = new Fragments();
  private final AtomicInteger watchers = new AtomicInteger();
  private Map<String, String> current = Map.of();
  private Snapshot of;
  private volatile boolean closed;

  Events(PageSource source, Snapshots snapshots, Access access) {
    this.source = source;
    this.snapshots = snapshots;
    this.access = access;
    this.of = new Snapshot(source.withoutJournal("starting"), List.of(), null);
  }

  /** All pieces as they are now. */
  synchronized Map<String, String> pieces() {
    Snapshot now = snapshots.now();
    if (!now.status().at().equals(of.status().at())) {
      Map<String, String> all = fragments.of(source.config(), now, source.traffic());
      all.putAll(LineFragments.of(source.board()));
      current = all;
      of = now;
    }
    return current;
  }

  /** Serves one watcher until it goes, or is logged out, or the agent ends. */
  void serve(HttpExchange exchange) throws IOException, Refusal {
    if (watchers.incrementAndGet() > MOST) {
      watchers.decrementAndGet();
      throw new Refusal(503, "too many are watching", 10);
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      watch(exchange, exchange.getResponseBody());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watchers.decrementAndGet();
    }
  }

  private void watch(HttpExchange exchange, OutputStream out)
      throws IOException, InterruptedException, Refusal {
    Map<String, String> sent = pieces();
    write(out, "retry: 2000\n\n" + frame("snapshot", sent));
    for (int turn = 1; !closed && access.maySee(exchange); turn++) {
      Thread.sleep(EVERY);
      Map<String, String> now = pieces();
      Map<String, String> changes = changes(sent, now);
      if (!changes.isEmpty() || turn % BEAT == 0) {
        write(out, frame("change", changes));
      }
      sent = now;
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** What is new or different; null for what is gone. */
  static Map<String, String> changes(Map<String, String> before, Map<String, String> now) {
    Map<String, String> changes = new LinkedHashMap<>();
    now.forEach(
        (key, json) -> {
          if (!json.equals(before.get(key))) {
            changes.put(key, json);
          }
        });
    before.keySet().stream()
        .filter(key -> !now.containsKey(key))
        .forEach(key -> changes.put(key, "null"));
    return changes;
  }

  static String frame(String event, Map<String, String> pieces) {
    return "event: " + event + "\ndata: " + document(pieces) + "\n\n";
  }

  /** {@code {"now":…,"pieces":{…}}}. */
  static String document(Map<String, String> pieces) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeNumberField("now", System.currentTimeMillis());
          json.writeObjectFieldStart("pieces");
          for (var piece : pieces.entrySet()) {
            json.writeFieldName(piece.getKey());
            json.writeRawValue(piece.getValue());
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  @Override
  public void close() {
    closed = true;
  }
}
