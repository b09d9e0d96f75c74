package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.Discoverable.Found;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {
  @TempDir private Path state;

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  private static TestServer server(TestServer.Options options) throws Exception {
    return new TestServer(options).show("speed", Variant.ofInt32(1)).start();
  }

  private static TestDevice device(TestServer server) {
    return new TestDevice(server.endpoint()).point("speed").with("security", "best");
  }

  @Test
  void refusesAnUnknownCertificateUntilAPersonAcceptsIt() throws Exception {
    try (TestServer server = server(TestServer.Options.SECURED)) {
      OpcUaAdapter adapter = device(server).adapter();
      String fingerprint = Certificates.fingerprint(server.certificate());
      assertThat(refusal(adapter))
          .contains("not trusted yet", "CN=Test server", "valid 20", "SHA-256 " + fingerprint)
          .doesNotContain("trustAnchors");
      Path pending = only(state.resolve("pki/pending"));
      Files.move(pending, state.resolve("pki/trusted").resolve(pending.getFileName()));
      reads(adapter, 1);

      server.stop();
      server.changeCertificate();
      server.show("speed", Variant.ofInt32(2)).start();
      assertThat(refusal(adapter))
          .contains("has CHANGED", fingerprint, Certificates.fingerprint(server.certificate()));
    }
  }

  @Test
  void pinsTheFirstCertificateWhenAskedTo() throws Exception {
    try (TestServer server = server(TestServer.Options.SECURED)) {
      OpcUaAdapter adapter = device(server).with("trust", "first-use").adapter();
      reads(adapter, 1);
      server.stop();
      server.changeCertificate();
      server.start();
      assertThat(refusal(adapter)).contains("has CHANGED");
    }
  }

  @Test
  void takesTheCertificateThatIsNamedAndNoOther() throws Exception {
    try (TestServer server = server(TestServer.Options.SECURED)) {
      Path file = Files.write(state.resolve("press.der"), server.certificate().getEncoded());
      OpcUaAdapter adapter = device(server).with("server-certificate", file.toString()).adapter();
      reads(adapter, 1);
      server.stop();
      server.changeCertificate();
      server.start();
      assertThat(refusal(adapter)).contains("another certificate than 'server-certificate'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic256Sha256",
        "Aes128_Sha256_RsaOaep",
        "Aes256_Sha256_RsaPss",
        "Basic256",
        "Basic128Rsa15"
      })
  void speaksEveryPolicy(String policy) throws Exception {
    try (TestServer server = server(TestServer.Options.SECURED)) {
      OpcUaAdapter adapter =
          device(server)
              .with("security", policy)
              .with("trust", "first-use")
              .with("user", user(Passwords.right()))
              .adapter();
      reads(adapter, 1);
    }
  }

  @Test
  void doesNotFallBackToNoSecurity() throws Exception {
    try (TestServer server = server(TestServer.Options.OPEN)) {
      assertThat(refusal(device(server).adapter())).contains("None/None", "'security: none'");
    }
  }

  @Test
  void tellsWhatIsOfferedWhenThePolicyIsNot() throws Exception {
    var options = new TestServer.Options(Set.of(SecurityPolicy.Basic256Sha256), false, "127.0.0.1");
    try (TestServer server = server(options)) {
      OpcUaAdapter adapter = device(server).with("security", "Aes256_Sha256_RsaPss").adapter();
      assertThat(refusal(adapter)).contains("Basic256Sha256/SignAndEncrypt", "security: best");
      reads(device(server).with("trust", "first-use").adapter(), 1);
    }
  }

  @Test
  void bestNeverTakesAWithdrawnPolicy() throws Exception {
    var options =
        new TestServer.Options(
            Set.of(SecurityPolicy.Basic256, SecurityPolicy.Basic128Rsa15), false, "127.0.0.1");
    try (TestServer server = server(options)) {
      assertThat(refusal(device(server).adapter()))
          .contains("no longer safe", "'security: Basic256'");
    }
  }

  @Test
  void saysThatThePasswordIsWrong() throws Exception {
    try (TestServer server = server(TestServer.Options.SECURED)) {
      TestDevice device = device(server).with("trust", "first-use");
      OpcUaAdapter adapter = device.with("user", user(Passwords.wrong())).adapter();
      assertThat(refusal(adapter)).contains("user.name", "password file");
    }
  }

  @Test
  void saysWhichCertificateTheServerMustAccept() throws Exception {
    var options =
        new TestServer.Options(Set.of(SecurityPolicy.Basic256Sha256), false, "127.0.0.1", false);
    try (TestServer server = server(options)) {
      assertThat(refusal(device(server).with("trust", "first-use").adapter()))
          .contains("has not yet accepted this gateway", "pki/own/gemba-client.der");
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    try (TestServer server = new TestServer(TestServer.Options.OPEN)) {
      assertThat(refusal(device(server).adapter()))
          .contains(server.endpoint(), "nobody answers", "is the server running");
    }
  }

  @Test
  void saysThatALoginIsNeeded() throws Exception {
    var options = new TestServer.Options(Set.of(SecurityPolicy.None), true, "127.0.0.1");
    try (TestServer server = server(options)) {
      assertThat(refusal(device(server).with("security", "none").adapter()))
          .contains("wants a login", "password-file");
    }
  }

  @Test
  void reachesAServerThatAnnouncesAnotherHost() throws Exception {
    var options =
        new TestServer.Options(Set.of(SecurityPolicy.None), false, "plc-without-dns.invalid");
    try (TestServer server = server(options)) {
      reads(device(server).with("security", "none").adapter(), 1);
    }
  }

  @Test
  void makesItsOwnCertificateOnce() throws Exception {
    OwnCertificate first = OwnCertificate.in(state.resolve("pki"));
    OwnCertificate second = OwnCertificate.in(state.resolve("pki"));
    assertThat(second.certificate()).isEqualTo(first.certificate());
    assertThat(second.keyPair().getPrivate()).isEqualTo(first.keyPair().getPrivate());
    assertThat(first.applicationUri()).matches("urn:gemba:[a-z0-9.-]+:agent");
    assertThat(first.certificate().getNotAfter().toInstant())
        .isAfter(java.time.Instant.now().plus(java.time.Duration.ofDays(3640)));
    Path key = state.resolve("pki/own/gemba-client.key.pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void refusesABrokenCertificateOfItsOwnInsteadOfMakingANewOne() throws Exception {
    OwnCertificate.in(state.resolve("pki"));
    Path key = state.resolve("pki/own/gemba-client.key.pem");
    Files.writeString(key, "");
    assertThatThrownBy(() -> OwnCertificate.in(state.resolve("pki")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("restore the folder");
    assertThat(key).isEmptyFile();
  }

  @Test
  void discoversEndpointsWithTheirSecurity() throws Exception {
    try (TestServer server = server(TestServer.Options.SECURED)) {
      OpcUaAdapterFactory factory = new OpcUaAdapterFactory();
      assertThat(factory.understands(server.endpoint())).isTrue();
      assertThat(factory.understands("gpio")).isFalse();
      List<Found> found = factory.discover(server.endpoint());
      assertThat(found)
          .extracting(one -> one.facts().get("security policy"))
          .contains("None", "Basic256Sha256", "Aes256_Sha256_RsaPss");
      assertThat(found.getFirst().facts())
          .containsEntry("sha-256", Certificates.fingerprint(server.certificate()))
          .containsEntry("login", "Anonymous, UserName");
    }
  }

  private static Map<String, Object> user(Path passwordFile) {
    return Map.of("name", TestServer.USER, "password-file", passwordFile.toString());
  }

  private void reads(OpcUaAdapter adapter, int value) throws Exception {
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      run.context()
          .awaitSample("speed", s -> s.value().equals(new Value.Int(value)), TestDevice.SOON);
    }
  }

  private String refusal(OpcUaAdapter adapter) throws Exception {
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      return run.awaitEnd(IOException.class, TestDevice.SOON).getMessage();
    }
  }

  private static Path only(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }
}
