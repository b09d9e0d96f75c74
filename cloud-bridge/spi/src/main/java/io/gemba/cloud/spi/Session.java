package io.gemba.cloud.spi;

import java.util.concurrent.CompletableFuture;

/**
 * One connection, from its acceptance to its end; it never comes back to life. {@link #send} is
 * called by one thread; futures complete on the protocol library's threads, so whoever listens must
 * not block.
 */
public interface Session extends AutoCloseable {

  /**
   * How many messages may be unanswered at a time (MQTT 5 receive maximum, capped by our own); at
   * least 1.
   */
  int window();

  /**
   * Sends one message without waiting. The future always completes, at the latest at the uplink's
   * own deadline, and never exceptionally. The caller keeps to {@link #window()}.
   */
  CompletableFuture<Delivery> send(Outgoing message);

  /** Completes, with the reason in words, when the session has ended for any reason. */
  CompletableFuture<String> ended();

  /**
   * Says goodbye (the status becomes offline) where that is still possible, and ends within two
   * seconds.
   */
  @Override
  void close();
}
