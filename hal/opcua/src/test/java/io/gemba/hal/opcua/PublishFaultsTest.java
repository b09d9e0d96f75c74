package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers whose session lives while their subscriptions do not do what they promised. */
class PublishFaultsTest {
  private final StrictServices services = new StrictServices();
  private TestServer server;
  @TempDir private Path state;

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer(TestServer.Options.SECURED)
            .show("count", Variant.ofInt32(1))
            .services(services)
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  @Test
  void publishTimeOutsAreNoReasonToReconnect() throws Exception {
    try (AdapterRun run = TestDevice.run(device().adapter(), state)) {
      await(run, 1);
      services.timeOutPublishing(20);
      server.show("count", Variant.ofInt32(2));
      await(run, 2);
      Await.until("all", TestDevice.SOON, () -> services.publishTimeOuts.get() == 20);
      server.show("count", Variant.ofInt32(3));
      await(run, 3);
      assertThat(run.hasEnded()).isFalse();
      assertThat(run.context().losses()).isEmpty();
    }
  }

  /** hivemq-edge#1147, FUXA#1567: reading works, the session lives, and nothing is published. */
  @Test
  void noticesWhenNotEvenKeepAlivesCome() throws Exception {
    OpcUaAdapter adapter = device().adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      await(run, 1);
      services.publishing(false);
      assertThat(run.awaitEnd(IOException.class, TestDevice.SOON))
          .hasMessageContaining("nothing came for")
          .hasMessageContaining("although the server promised a sign of life every");
    }
    services.publishing(true);
    server.show("count", Variant.ofInt32(2));
    awaitOverRuns(adapter, 2);
    assertThat(server.sessions()).isLessThanOrEqualTo(1);
  }

  /** thingsboard-gateway#1641, kura#2241: no reconnection if the server starts later. */
  @Test
  void readsAServerThatIsStartedLater() throws Exception {
    server.stop();
    OpcUaAdapter adapter = device().adapter();
    for (int attempt = 0; attempt < 3; attempt++) {
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        assertThat(run.awaitEnd(IOException.class, TestDevice.SOON))
            .hasMessageContaining("nobody answers");
      }
    }
    server.start();
    awaitOverRuns(adapter, 1);
  }

  /** node-opcua#678: Siemens rejects TransferSubscriptions. */
  @Test
  void makesNewSubscriptionsWhereTheServerRefusesToTransferTheOld() throws Exception {
    services.refuseTransfers();
    try (AdapterRun run = TestDevice.run(device().adapter(), state)) {
      await(run, 1);
    }
    forgetTheSession();
    server.show("count", Variant.ofInt32(2));
    try (AdapterRun again = TestDevice.run(device().adapter(), state)) {
      await(again, 2);
      assertThat(services.transfers).hasValue(1);
      assertThat(services.subscriptionsMade).hasValue(2);
      assertThat(again.context().losses()).extracting(Loss::cause).contains("subscription-lost");
      server.show("count", Variant.ofInt32(3));
      await(again, 3);
    }
  }

  @Test
  void goesOnWithSubscriptionsThatTheServerTransfers() throws Exception {
    try (AdapterRun run = TestDevice.run(device().adapter(), state)) {
      await(run, 1);
    }
    forgetTheSession();
    server.show("count", Variant.ofInt32(2));
    try (AdapterRun again = TestDevice.run(device().adapter(), state)) {
      await(again, 2);
      assertThat(services.transfers).hasValue(1);
      assertThat(services.subscriptionsMade).hasValue(1);
      // Milo spends a message number on telling the old session, which may count as one lost
      assertThat(again.context().losses())
          .extracting(Loss::cause)
          .doesNotContain("subscription-lost");
    }
  }

  /** As node-opcua does: meant for the session that had the subscription before. */
  @Test
  void beingToldOfItsOwnTransferEndsNothing() throws Exception {
    try (AdapterRun run = TestDevice.run(device().adapter(), state)) {
      await(run, 1);
    }
    forgetTheSession();
    services.tellTheNewSession();
    server.show("count", Variant.ofInt32(2));
    try (AdapterRun again = TestDevice.run(device().adapter(), state)) {
      await(again, 2);
      server.show("count", Variant.ofInt32(3));
      await(again, 3);
      server.show("count", Variant.ofInt32(4));
      await(again, 4);
      assertThat(again.hasEnded()).isFalse();
      assertThat(services.subscriptionsMade).hasValue(1);
    }
  }

  /** The server takes the session back from nobody who does not know its token. */
  private void forgetTheSession() throws IOException {
    Path file = state.resolve("sessions/device.properties");
    String kept = Files.readString(file, StandardCharsets.ISO_8859_1);
    String token = kept.lines().filter(line -> line.startsWith("token=")).findFirst().orElseThrow();
    Files.writeString(file, kept.replace(token, "token=i=12345"), StandardCharsets.ISO_8859_1);
  }

  private TestDevice device() {
    return new TestDevice(server.endpoint())
        .with("security", "best") // Milo transfers nothing where nothing is signed
        .with("trust", "first-use")
        .point("count", Map.of("sampling-interval", "10ms"));
  }

  /** As the host does it: again and again until it works. */
  private void awaitOverRuns(OpcUaAdapter adapter, int value) throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        Await.until(
            "a value or the end",
            TestDevice.SOON,
            () ->
                run.hasEnded()
                    || run.context().samples("count").stream()
                        .anyMatch(sample -> sample.value().equals(new Value.Int(value))));
        if (!run.hasEnded()) {
          return;
        }
      }
    }
    throw new AssertionError(value + " never came");
  }

  private static void await(AdapterRun run, int value) throws InterruptedException {
    run.context()
        .awaitSample("count", s -> s.value().equals(new Value.Int(value)), TestDevice.SOON);
  }
}
