package io.gemba.agent.core.forward;

import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.cloud.spi.Session;
import io.gemba.cloud.spi.Uplink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An uplink whose answers a test decides; a null answer is one that never comes. */
final class ScriptedUplink implements Uplink {
  final List<Outgoing> sent = new CopyOnWriteArrayList<>();
  final List<GatewayStatus> births = new CopyOnWriteArrayList<>();
  volatile Function<Outgoing, CompletableFuture<Delivery>> answer =
      m -> CompletableFuture.completedFuture(new Delivery.Accepted());
  volatile int window = 10;
  volatile boolean reachable = true;
  volatile CompletableFuture<String> ended = new CompletableFuture<>();

  /** The network breaks. */
  void cut(String reason) {
    ended.complete(reason);
  }

  List<Batch> batches(boolean backlog) {
    return sent.stream()
        .filter(Batch.class::isInstance)
        .map(Batch.class::cast)
        .filter(b -> b.backlog() == backlog)
        .toList();
  }

  @Override
  public Session connect(GatewayStatus birth) throws IOException {
    if (!reachable) {
      throw new IOException("broker.test:1883 does not answer");
    }
    births.add(birth);
    CompletableFuture<String> end = new CompletableFuture<>();
    ended = end;
    return new Session() {
      @Override
      public int window() {
        return window;
      }

      @Override
      public CompletableFuture<Delivery> send(Outgoing message) {
        sent.add(message);
        return answer.apply(message);
      }

      @Override
      public CompletableFuture<String> ended() {
        return end;
      }

      @Override
      public void close() {
        end.complete("closed");
      }
    };
  }
}
