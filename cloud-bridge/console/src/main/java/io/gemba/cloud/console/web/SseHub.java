package io.gemba.cloud.console.web;

import io.gemba.cloud.console.users.Sites;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everybody who watches. Safe for any thread. */
final class SseHub {
  private static final int MAX_CLIENTS = 500;
  private static final long PATIENCE_MS = 2_000;

  private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong slow = new AtomicLong();
  private volatile boolean closed;

  /** Whether one more may watch. */
  boolean hasRoom() {
    return !closed && clients.size() < MAX_CLIENTS;
  }

  void add(SseClient client) {
    clients.add(client);
    if (closed) {
      client.drop();
    }
  }

  void remove(SseClient client) {
    clients.remove(client);
  }

  /** Sends what lies on one site to everyone who may see that. */
  void send(String event, String enterprise, String site, String json) {
    send(event, sites -> sites.covers(enterprise, site) ? json : null);
  }

  /**
   * Sends everyone what is theirs of an event, made once for those with the same sites; null for
   * nothing. Who cannot keep up is dropped and will come back for a snapshot.
   */
  void send(String event, Function<Sites, @Nullable String> json) {
    Map<Sites, Optional<String>> frames = new HashMap<>();
    for (SseClient client : List.copyOf(clients)) {
      Optional<String> frame =
          frames.computeIfAbsent(
              client.sites(), s -> Optional.ofNullable(json.apply(s)).map(j -> frame(event, j)));
      if (frame.isPresent() && !client.offer(frame.get())) {
        dropSlow(client);
      }
    }
  }

  /** Ends the streams of those whose session is over or whose rights are others now. */
  void sweep() {
    for (SseClient client : List.copyOf(clients)) {
      if (!client.stillMay()) {
        clients.remove(client);
        client.drop();
      }
    }
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

  /**
   * Ends all watching, and waits for it: the server's library, told of a request's end after the
   * server has been stopped, handles its own error for ever, on all processors.
   */
  void close() {
    closed = true;
    List<SseClient> all = List.copyOf(clients);
    all.forEach(SseClient::drop);
    clients.clear();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    try {
      for (SseClient client : all) {
        client.awaitGone(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
