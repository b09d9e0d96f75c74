package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import io.gemba.hal.tck.AdapterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies, logins and changed certificates of a server that nobody at Gemba wrote. */
@Tag("bed")
class NodeTrustTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static NodeOpcuaServer server;
  private final OpcUaAdapterFactory factory = new OpcUaAdapterFactory();
  @TempDir private Path state;
  @TempDir private Path users;
  @TempDir private Path another;

  @BeforeAll
  static void startTheServer() throws Exception {
    server = NodeOpcuaServer.start();
  }

  @AfterAll
  static void stopTheServer() {
    if (server != null) {
      server.close();
    }
    Stack.releaseSharedResources();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic256Sha256", "Aes128_Sha256_RsaOaep", "Aes256_Sha256_RsaPss"})
  void speaksEveryPolicyThatNodeOpcuaOffers(String policy) throws Exception {
    reads(device(server.endpoint(), policy).with("trust", "first-use"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "best"})
  void logsInAsNobody(String security) throws Exception {
    reads(device(server.endpoint(), security).with("trust", "first-use"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "best"})
  void logsInWithAPassword(String security) throws Exception {
    TestDevice device = device(server.endpoint(), security).with("trust", "first-use");
    reads(device.with("user", Map.of("name", "gemba", "password-file", "" + Passwords.right())));
    assertThat(
            refusal(
                device.with(
                    "user", Map.of("name", "gemba", "password-file", "" + Passwords.wrong()))))
        .contains("the server refuses the login");
  }

  @Test
  void logsInWithACertificateOnceTheServerTrustsIt() throws Exception {
    OwnCertificate user = OwnCertificate.in(users); // any key with a certificate will do
    Path own = users.resolve("own");
    Map<String, Object> login =
        Map.of(
            "certificate", own.resolve("gemba-client.der").toString(),
            "key", own.resolve("gemba-client.key.pem").toString());
    TestDevice device =
        device(server.endpoint(), "best").with("trust", "first-use").with("user", login);
    assertThat(refusal(device)).contains("the server refuses the login", "user's certificate");
    trustOnTheServer(user.certificate());
    server.kill();
    server.restart();
    reads(device);
    reads(
        device.named("in-the-clear").with("security", "none")); // the login is signed all the same
  }

  /** As its manual says: the file goes from the rejected to the trusted. */
  private static void trustOnTheServer(X509Certificate user) throws IOException {
    Path list = NodeOpcuaServer.HOME.resolve("users");
    try (var files = Files.list(list.resolve("rejected"))) {
      for (Path file : files.toList()) {
        if (Certificates.read(file).equals(user)) {
          Files.move(file, list.resolve("trusted/certs").resolve(file.getFileName()));
        }
      }
    }
  }

  /** The fault proxy keeps the address while everything behind it is another. */
  @Test
  void aServerThatComesBackAsAnotherIsHeldBackUntilAPersonAcceptsIt() throws Exception {
    try (StallingProxy proxy = new StallingProxy(server.port())) {
      OpcUaAdapter adapter = device(proxy.endpoint(), "best").adapter();
      assertThat(refusal(adapter)).contains("not trusted yet", "gemba trust accept device");
      factory.accept(state, only(State.PENDING));
      String before = only(State.TRUSTED).sha256();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        run.context().awaitSample("C0", sample -> sample.quality() == Quality.GOOD, PATIENCE);
        server.kill();
        run.awaitEnd(IOException.class, PATIENCE);
      }
      server.restart("--pki=" + another.resolve("pki"), "--host=plc-that-moved.invalid");
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        assertThat(run.awaitEnd(IOException.class, PATIENCE))
            .hasMessageContaining("has CHANGED")
            .hasMessageContaining(before)
            .hasMessageContaining("gemba trust accept " + only(State.CHANGED).sha256());
        assertThat(run.context().samples()).noneMatch(one -> one.quality() == Quality.GOOD);
      }
      assertThat(only(State.CHANGED).by()).extracting(By::before).containsExactly(before);
      proxy.cut();
      factory.accept(state, only(State.CHANGED));
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        run.context().awaitSample("C0", sample -> sample.quality() == Quality.GOOD, PATIENCE);
      }
    } finally {
      server.kill();
      server.restart();
    }
  }

  private static TestDevice device(String endpoint, String security) {
    return new TestDevice(endpoint)
        .with("security", security)
        .with("keep-alive", "2s")
        .point("C0", Map.of("node", "nsu=urn:gemba:bed:counters;s=C0"));
  }

  private void reads(TestDevice device) throws Exception {
    try (AdapterRun run = TestDevice.run(device.adapter(), state)) {
      run.context().awaitSample("C0", sample -> sample.quality() == Quality.GOOD, PATIENCE);
    }
  }

  private String refusal(TestDevice device) throws Exception {
    return refusal(device.adapter());
  }

  private String refusal(OpcUaAdapter adapter) throws Exception {
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      return run.awaitEnd(IOException.class, PATIENCE).getMessage();
    }
  }

  private Shown only(State wanted) throws IOException {
    return factory.certificates(state).stream()
        .filter(one -> one.state() == wanted)
        .reduce(
            (one, other) -> {
              throw new AssertionError("several are " + wanted);
            })
        .orElseThrow();
  }
}
