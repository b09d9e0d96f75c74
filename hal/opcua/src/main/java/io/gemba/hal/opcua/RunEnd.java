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

  /** Ends the run, in words that complete "lost opc.tcp://…: ". Never blocks. */
  void because(String words) {
    reason.complete(words);
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
