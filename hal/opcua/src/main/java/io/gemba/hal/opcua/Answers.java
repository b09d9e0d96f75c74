package io.gemba.hal.opcua;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the protocol library's answers in a way that an interrupt ends. */
final class Answers {
  private Answers() {}

  /**
   * The answer.
   *
   * @param what what was tried, for the message: {@code reading from opc.tcp://…}
   * @throws IOException when it failed or did not come in time
   */
  static <T> T await(CompletableFuture<T> answer, Duration limit, String what)
      throws IOException, InterruptedException {
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof IOException failure && cause.getClass() == IOException.class) {
        throw failure;
      }
      throw new IOException(what + " failed: " + Words.ofFailure(cause), cause);
    } catch (TimeoutException e) {
      throw new IOException(
          what
              + " failed: no answer within "
              + limit.toMillis()
              + " ms; check address, network and firewall",
          e);
    }
  }
}
