package io.gemba.cloud.console.web;

import io.gemba.cloud.console.users.Sites;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One browser that watches: a bounded queue and a virtual thread that empties it. Safe for any
 * thread; the output stream belongs to the thread in {@link #run}.
 */
final class SseClient implements Runnable {
  private static final int QUEUE = 256;
  private static final long COMMENT_EVERY_S = 15;

  private final OutputStream out;
  private final BlockingQueue<String> queue = new LinkedBlockingQueue<>(QUEUE);
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private final Known known;
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile boolean dropped;

  SseClient(OutputStream out, Known known) {
    this.out = out;
    this.known = known;
  }

  /** What they may see. */
  Sites sites() {
    return known.visitor().sites();
  }

  /** Whether they may still see just that; asks the accounts, so platform threads only. */
  boolean stillMay() {
    return known.again().get().equals(Optional.of(known.visitor()));
  }

  /** False when the client is too slow to take it. */
  boolean offer(String frame) {
    return queue.offer(frame);
  }

  /** Ends the connection; a write that hangs ends with the server's idle time-out. */
  void drop() {
    dropped = true;
    queue.clear();
    if (!queue.offer("")) {
      finished.complete(null);
    }
  }

  /** Completes when the connection is over. */
  CompletableFuture<Void> finished() {
    return finished;
  }

  @Override
  public void run() {
    try {
      while (!dropped) {
        String frame = queue.poll(COMMENT_EVERY_S, TimeUnit.SECONDS);
        String text = frame == null ? ": still here\n\n" : frame;
        if (!dropped) {
          out.write(text.getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
      }
    } catch (IOException e) {
      // The browser has gone; that is how such connections end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
      finished.complete(null);
      gone.countDown();
    }
  }

  /** Waits, but not for ever, until its thread has nothing more to do with the server. */
  void awaitGone(long ms) throws InterruptedException {
    if (!gone.await(ms, TimeUnit.MILLISECONDS)) {
      finished.complete(null);
    }
  }

  /** A stream that compresses holds memory of its own until it is closed. */
  private void close() {
    try {
      out.close();
    } catch (IOException e) {
      // The browser has gone; that is how such connections end.
    }
  }
}
