package io.gemba.agent.core.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.Await;
import io.gemba.agent.core.Backoff;
import io.gemba.agent.core.config.UplinkConfig;
import io.gemba.agent.core.config.UplinkConfig.Order;
import io.gemba.agent.core.journal.SeqRange;
import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.DeviceMeta;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.hal.spi.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForwarderTest {
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final ScriptedUplink uplink = new ScriptedUplink();
  private final Statements statements = new Statements();
  private final Supplier<GatewayStatus> status =
      () -> new GatewayStatus(Instant.EPOCH, "test", "j", true, outbox.pendingSamples(), 0);
  private double backlogRate = 1e9;
  private double backlogShare = 0.5;
  private Order backlogOrder = Order.OLDEST_FIRST;
  private Forwarder forwarder;
  private Thread thread;

  @AfterEach
  void stop() throws InterruptedException {
    if (thread != null) {
      forwarder.stop();
      thread.join(5_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private void start() {
    UplinkConfig config =
        new UplinkConfig(
            "hq", new Settings(Map.of()), backlogShare, backlogRate, backlogOrder, null);
    forwarder =
        new Forwarder(
            config,
            uplink,
            outbox,
            () -> "j",
            statements,
            status,
            new Backoff(Duration.ofMillis(1), new Random(1)),
            InstantSource.system(),
            System::nanoTime);
    thread = Thread.ofPlatform().start(forwarder);
  }

  private void commit(int samples) {
    outbox.commit(samples);
    if (forwarder != null) {
      forwarder.wake();
    }
  }

  @Test
  void releasesWhatWasAcceptedAndNothingElse() throws InterruptedException {
    uplink.answer =
        m -> m instanceof Batch b && b.firstSeq() == 4 ? new CompletableFuture<>() : accepted();
    commit(3);
    commit(3);
    commit(3);
    start();
    Await.until("two of three blocks released", () -> outbox.pendingSamples() == 3);
    assertThat(forwarder.health().accepted()).isLessThanOrEqualTo(6);
  }

  @Test
  void sendsLiveBeforeBacklogAndOnAnotherTopic() throws InterruptedException {
    backlogShare = 0.1; // of a window of 10: one at a time
    for (int i = 0; i < 5; i++) {
      commit(2);
    }
    CompletableFuture<Delivery> held = new CompletableFuture<>();
    uplink.answer = m -> m instanceof Batch b && b.backlog() ? held : accepted();
    start();
    Await.until("first backlog message", () -> uplink.batches(true).size() == 1);
    commit(2);
    Await.until("live passes the backlog", () -> uplink.batches(false).size() == 1);
    assertThat(uplink.batches(true)).hasSize(1);
    held.complete(new Delivery.Accepted());
    Await.until("all delivered", () -> outbox.pendingSamples() == 0);
    assertThat(uplink.batches(true)).hasSize(5);
  }

  @Test
  void keepsToTheBacklogRate() throws InterruptedException {
    backlogRate =
        1; // the first second's allowance lets one block through, then it is overdrawn for long
    commit(100);
    commit(100);
    start();
    Await.until("one block", () -> outbox.pendingSamples() == 100);
    commit(1);
    Await.until(
        "live is not held back by it",
        () -> outbox.pendingSamples() == 100 && uplink.batches(false).size() == 1);
  }

  @Test
  void sendsAgainWhatWasUnansweredWhenTheSessionBroke() throws InterruptedException {
    uplink.answer = m -> new CompletableFuture<>();
    start();
    Await.until("session", () -> uplink.births.size() == 1);
    commit(3);
    Await.until("sent", () -> uplink.sent.size() == 1);
    uplink.answer = m -> accepted();
    uplink.cut("connection reset");
    Await.until("delivered", () -> outbox.pendingSamples() == 0);
    assertThat(uplink.batches(true).getLast().firstSeq()).isEqualTo(1);
  }

  @Test
  void anUnknownOutcomeEndsTheSessionAndKeepsTheData() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    uplink.answer =
        m ->
            calls.incrementAndGet() == 1
                ? CompletableFuture.completedFuture(new Delivery.Unknown("no answer in 20 s"))
                : accepted();
    commit(3);
    start();
    Await.until("delivered by the second session", () -> outbox.pendingSamples() == 0);
    assertThat(uplink.births).hasSize(2);
  }

  @Test
  void neverHasMoreUnansweredThanTheWindow() throws InterruptedException {
    uplink.window = 1;
    uplink.answer = m -> new CompletableFuture<>();
    for (int i = 0; i < 5; i++) {
      commit(1);
    }
    statements.say(new DeviceMeta(MemoryOutbox.PRESS, "opcua", List.of()));
    start();
    Await.until("one message", () -> uplink.sent.size() == 1);
    commit(1);
    statements.say(new DeviceMeta(MemoryOutbox.PRESS, "gpio", List.of()));
    assertThat(uplink.sent).hasSize(1);
  }

  @Test
  void splitsWhatIsTooLargeUntilItFits() throws InterruptedException {
    uplink.window = 1;
    uplink.answer =
        m ->
            m instanceof Batch b && b.samples().size() > 2
                ? CompletableFuture.completedFuture(new Delivery.Refused("too large", true))
                : accepted();
    commit(7);
    start();
    Await.until("all parts taken", () -> outbox.pendingSamples() == 0);
    List<Long> delivered =
        uplink.batches(true).stream()
            .filter(b -> b.samples().size() <= 2)
            .flatMap(
                b ->
                    java.util.stream.LongStream.range(0, b.samples().size())
                        .mapToObj(i -> b.firstSeq() + i))
            .sorted()
            .toList();
    assertThat(delivered).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(outbox.aside).isEmpty();
  }

  @Test
  void setsAsideWhatIsTooLargeEvenAlone() throws InterruptedException {
    uplink.answer =
        m ->
            m instanceof Batch b && b.firstSeq() == 1
                ? CompletableFuture.completedFuture(new Delivery.Refused("packet too large", true))
                : accepted();
    commit(1);
    commit(1);
    start();
    Await.until("the other one flows", () -> outbox.pendingSamples() == 0);
    assertThat(outbox.aside).containsEntry(1L, "packet too large");
  }

  @Test
  void setsAPoisonMessageAsideOnceOthersAreAccepted() throws InterruptedException {
    uplink.answer =
        m ->
            m instanceof Batch b && b.firstSeq() == 1
                ? CompletableFuture.completedFuture(
                    new Delivery.Refused("0x99 payload format invalid", false))
                : accepted();
    commit(1);
    commit(1);
    start();
    Await.until("set aside", () -> outbox.aside.containsKey(1L));
    assertThat(outbox.pendingSamples()).isZero();
    Await.until("health shows it", () -> forwarder.health().setAside() == 1);
  }

  @Test
  void keepsEverythingWhenTheBrokerRefusesEverything() throws InterruptedException {
    uplink.answer =
        m -> CompletableFuture.completedFuture(new Delivery.Refused("0x87 not authorized", false));
    for (int i = 0; i < 30; i++) {
      commit(1);
    }
    start();
    Await.until("a second attempt", () -> uplink.births.size() >= 2);
    assertThat(outbox.aside).isEmpty();
    assertThat(outbox.pendingSamples()).isEqualTo(30);
  }

  @Test
  void statesEverythingAgainInANewSessionButOnlyTheNewest() throws InterruptedException {
    statements.say(new DeviceMeta(MemoryOutbox.PRESS, "old", List.of()));
    statements.say(new DeviceMeta(MemoryOutbox.PRESS, "new", List.of()));
    start();
    Await.until("stated", () -> uplink.sent.size() == 1);
    uplink.cut("gone");
    Await.until("stated again", () -> uplink.sent.size() == 2);
    assertThat(uplink.sent)
        .allMatch(m -> m instanceof DeviceMeta meta && meta.adapter().equals("new"));
  }

  @Test
  void triesForEverWhenTheBrokerIsAwayAndSaysWhy() throws InterruptedException {
    uplink.reachable = false;
    commit(1);
    start();
    Await.until("problem", () -> forwarder.health().problem() != null);
    assertThat(forwarder.health().problem()).contains("broker.test:1883");
    uplink.reachable = true;
    Await.until("delivered", () -> outbox.pendingSamples() == 0);
  }

  @Test
  void aRetryIsDeliveredByTheOpenSessionAtOnce() throws InterruptedException {
    Delivery refusal = new Delivery.Refused("0x99 payload format invalid", false);
    uplink.answer =
        m ->
            m instanceof Batch b && (b.firstSeq() == 1 || b.firstSeq() == 4)
                ? CompletableFuture.completedFuture(refusal)
                : accepted();
    commit(1);
    commit(2);
    start();
    Await.until("the old one is set aside", () -> outbox.aside.containsKey(1L));
    commit(1);
    commit(1);
    Await.until("the live one is set aside", () -> outbox.aside.containsKey(3L));
    uplink.answer = m -> accepted();
    outbox.retry();
    forwarder.wake();
    Await.until("both delivered", () -> outbox.pendingSamples() == 0);
    assertThat(outbox.aside).isEmpty();
    assertThat(uplink.births).as("no new session was needed").hasSize(1);
    assertThat(uplink.batches(true).stream().map(Batch::firstSeq)).contains(4L);
  }

  @Test
  void aRetryDoesNotSendAgainWhatIsUnderWay() throws InterruptedException {
    CompletableFuture<Delivery> held = new CompletableFuture<>();
    uplink.answer = m -> m instanceof Batch b && b.firstSeq() == 2 ? held : accepted();
    commit(1);
    commit(1);
    start();
    Await.until("the second is under way", () -> uplink.batches(true).size() == 2);
    outbox.retry();
    forwarder.wake();
    commit(1);
    Await.until("the loop went on", () -> uplink.batches(false).size() == 1);
    held.complete(new Delivery.Accepted());
    Await.until("delivered", () -> outbox.pendingSamples() == 0);
    assertThat(uplink.batches(true)).hasSize(2);
  }

  @Test
  void sendsTheNewestOfTheBacklogFirstWhereAskedTo() throws InterruptedException {
    backlogOrder = Order.NEWEST_FIRST;
    for (int i = 0; i < 5; i++) {
      commit(1);
    }
    start();
    Await.until("delivered", () -> outbox.pendingSamples() == 0);
    assertThat(uplink.batches(true).stream().map(Batch::firstSeq))
        .containsExactly(5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void namesOnlyTheNumbersThatWereRefusedOfASplitMessage() throws InterruptedException {
    uplink.answer =
        m ->
            m instanceof Batch b && b.firstSeq() <= 3 && 3 < b.firstSeq() + b.samples().size()
                ? CompletableFuture.completedFuture(new Delivery.Refused("too large", true))
                : accepted();
    commit(8);
    start();
    Await.until("done", () -> outbox.pendingSamples() == 0);
    assertThat(outbox.aside).containsOnlyKeys(1L);
    assertThat(outbox.refused).containsExactly(new SeqRange(3, 3));
  }

  @Test
  void stopDeliversWhatIsCommitted() throws InterruptedException {
    start();
    Await.until("session", () -> uplink.births.size() == 1);
    commit(5);
    stop();
    thread = null;
    assertThat(outbox.pendingSamples()).isZero();
    assertThat(uplink.ended).isCompletedWithValue("closed");
  }

  private static CompletableFuture<Delivery> accepted() {
    return CompletableFuture.completedFuture(new Delivery.Accepted());
  }
}
