package io.gemba.hal.opcua;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Why a run must end; the first reason wins. Told from any thread, awaited by the run's own. */
final class RunEnd {
  private final CompletableFuture<String> reason = new CompletableFuture<>();
  private volatile boolean forGood;

  /** Ends the run, in words that complete "lost opc.tcp://…: ". Never blocks. */
  void because(String words) {
    reason.complete(words);
  }

  /** The same, and what this run had at the server is of no use to the next. */
  void forGood(String words) {
    forGood = true;
    reason.complete(words);
  }

  /** Whether nothing should be taken over by the next run. */
  boolean isForGood() {
    return forGood;
  }

  /** Whether a reason was given. */
  boolean isTold() {
    return reason.isDone();
  }

  /** The reason, or null when none came within the time. */
  @Nullable String await(Duration time) throws InterruptedException {
    try {
      return reason.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed with a failure", e);
    }
  }
}
