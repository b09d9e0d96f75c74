package io.gemba.cloud.console.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Everybody who watches. Safe for any thread. */
final class SseHub {
  private static final int MAX_CLIENTS = 500;

  private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong slow = new AtomicLong();

  /** Whether one more may watch. */
  boolean hasRoom() {
    return clients.size() < MAX_CLIENTS;
  }

  void add(SseClient client) {
    clients.add(client);
  }

  void remove(SseClient client) {
    clients.remove(client);
  }

  /**
   * Sends an event to everyone; who cannot keep up is dropped and will come back for a snapshot.
   */
  void send(String event, String json) {
    String frame = frame(event, json);
    clients.stream().filter(c -> !c.offer(frame)).toList().forEach(this::dropSlow);
  }

  private void dropSlow(SseClient client) {
    slow.incrementAndGet();
    clients.remove(client);
    client.drop();
  }

  /** One event as it goes over the wire; JSON has no line breaks of its own. */
  String frame(String event, String json) {
    return "id: " + ids.incrementAndGet() + "\nevent: " + event + "\ndata: " + json + "\n\n";
  }

  int watching() {
    return clients.size();
  }

  long slow() {
    return slow.get();
  }

  void close() {
    clients.forEach(SseClient::drop);
    clients.clear();
  }
}
