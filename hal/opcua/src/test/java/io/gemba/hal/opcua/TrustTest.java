package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.Exported;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import io.gemba.hal.tck.AdapterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
  private final OpcUaAdapterFactory factory = new OpcUaAdapterFactory();
  @TempDir private Path state;

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  @Test
  void whatAPersonAcceptsIsTakenAtTheNextAttemptOfTheSameAdapter() throws Exception {
    try (TestServer server = server().start()) {
      OpcUaAdapter adapter = device(server).adapter();
      assertThat(refusal(adapter)).contains("not trusted yet", "gemba trust accept device");
      Shown waiting = only(State.PENDING);
      assertThat(waiting.sha256()).isEqualTo(Certificates.fingerprint(server.certificate()));
      assertThat(waiting.subject()).contains("CN=Test server");
      assertThat(waiting.by())
          .extracting(By::device, By::address, By::before)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("device", server.endpoint(), ""));
      factory.accept(state, waiting);
      assertThat(only(State.TRUSTED).sha256()).isEqualTo(waiting.sha256());
      reads(adapter);
    }
  }

  @Test
  void aRejectedCertificateStaysRefusedEvenWhereTheFirstOneIsTrusted() throws Exception {
    try (TestServer server = server().start()) {
      assertThat(refusal(device(server).adapter())).contains("not trusted yet");
      factory.reject(state, only(State.PENDING));
      assertThat(refusal(device(server).with("trust", "first-use").adapter()))
          .contains("was rejected here", "gemba trust accept " + only(State.REJECTED).sha256());
      factory.accept(state, only(State.REJECTED));
      reads(device(server).adapter());
    }
  }

  @Test
  void rejectingATrustedCertificateEndsTheRunningConnection() throws Exception {
    try (TestServer server = server().start();
        AdapterRun run =
            TestDevice.run(device(server).with("trust", "first-use").adapter(), state)) {
      run.context().awaitSample("speed", any -> true, TestDevice.SOON);
      factory.reject(state, only(State.TRUSTED));
      assertThat(run.awaitEnd(IOException.class, TestDevice.SOON))
          .hasMessageContaining("was rejected here");
    }
  }

  @Test
  void aChangedCertificateIsListedWithBothFingerprints() throws Exception {
    try (TestServer server = server().start()) {
      OpcUaAdapter adapter = device(server).with("trust", "first-use").adapter();
      reads(adapter);
      String before = Certificates.fingerprint(server.certificate());
      server.stop();
      server.changeCertificate();
      server.start();
      String now = Certificates.fingerprint(server.certificate());
      assertThat(refusal(adapter)).contains("has CHANGED", before, "gemba trust accept " + now);
      Shown changed = only(State.CHANGED);
      assertThat(changed.sha256()).isEqualTo(now);
      assertThat(changed.by().getFirst().before()).isEqualTo(before);
      factory.accept(state, changed);
      reads(adapter);
      assertThat(factory.certificates(state)).extracting(Shown::state).containsOnly(State.TRUSTED);
    }
  }

  @Test
  void namesTheFingerprintWhereADeviceHasShownSeveral() throws Exception {
    try (TestServer server = server().start()) {
      OpcUaAdapter adapter = device(server).adapter();
      refusal(adapter);
      server.stop();
      server.changeCertificate();
      server.start();
      assertThat(refusal(adapter))
          .contains("gemba trust accept " + Certificates.fingerprint(server.certificate()));
    }
  }

  @Test
  void theCommandNamesTheConfigurationThatTheAgentRunsWith() throws Exception {
    System.setProperty("gemba.config", "/srv/it's here/gemba.yaml");
    try (TestServer server = server().start()) {
      assertThat(refusal(device(server).adapter()))
          .contains("gemba trust accept --config '/srv/it'\\''s here/gemba.yaml' device");
    } finally {
      System.clearProperty("gemba.config");
    }
  }

  @Test
  void onlyTheCertificateThatWasListedIsAccepted() throws Exception {
    TrustStore store = new TrustStore(state.resolve("pki"));
    X509Certificate listed = TestIdentity.make().certificate();
    Path file = store.quarantine(List.of(listed));
    Shown shown = only(State.PENDING);
    Files.write(file, TestIdentity.make().certificate().getEncoded());
    assertThatThrownBy(() -> factory.accept(state, shown))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gemba trust list");
    assertThat(store.trusted().list()).isEmpty();
  }

  @Test
  void aServerThatAlwaysShowsANewOneDoesNotFillTheDisk() throws Exception {
    TrustStore store = new TrustStore(state.resolve("pki"));
    Path pending = Files.createDirectories(state.resolve("pki/pending"));
    X509Certificate old = TestIdentity.make().certificate();
    for (int i = 0; i < 100; i++) {
      Files.write(pending.resolve("old-" + i + ".der"), old.getEncoded());
    }
    store.quarantine(List.of(TestIdentity.make().certificate()));
    try (var files = Files.list(pending)) {
      assertThat(files).hasSize(100);
    }
  }

  @Test
  void exportsItsOwnCertificateInBothFormsAndNeverTheKey() throws Exception {
    Path folder = Files.createDirectories(state.resolve("usb"));
    Exported exported = factory.exportOwn(state, folder);
    X509Certificate own = OwnCertificate.in(state.resolve("pki")).certificate();
    assertThat(exported.sha256()).isEqualTo(Certificates.fingerprint(own));
    assertThat(exported.files()).hasSize(2);
    for (Path file : exported.files()) {
      assertThat(Certificates.read(file)).isEqualTo(own);
      assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("PRIVATE");
    }
    assertThat(exported.whatNext()).contains("trusted client");
  }

  @Test
  void saysOnceADayThatACertificateExpires() throws Exception {
    X509Certificate server = TestIdentity.make().certificate();
    X509Certificate own = OwnCertificate.in(state.resolve("pki")).certificate();
    DeviceSettings device = new TestDevice("opc.tcp://127.0.0.1:4840").point("speed").settings();
    List<String> said = new ArrayList<>();
    ExpiryWatch watch = new ExpiryWatch(said::add);
    Instant end = server.getNotAfter().toInstant();
    watch.look(device, server, own, List.of(), end.minus(Duration.ofDays(31)));
    assertThat(said).isEmpty();
    watch.look(device, server, own, List.of(), end.minus(Duration.ofDays(12)));
    watch.look(device, server, own, List.of(), end.minus(Duration.ofDays(12)).plusSeconds(3600));
    assertThat(said).hasSize(1).first().asString().contains("expires in 12 days", "127.0.0.1:4840");
    watch.look(device, server, own, List.of(), end.minus(Duration.ofDays(11)));
    watch.look(device, server, own, List.of(), end.plus(Duration.ofDays(1)));
    assertThat(said).hasSize(3).last().asString().contains("has EXPIRED");
    watch.look(device, null, own, List.of(), end.plus(Duration.ofDays(3)));
    assertThat(said).hasSize(3);
  }

  private static TestServer server() throws IOException {
    return new TestServer(TestServer.Options.SECURED).show("speed", Variant.ofInt32(1));
  }

  private static TestDevice device(TestServer server) {
    return new TestDevice(server.endpoint()).point("speed").with("security", "best");
  }

  private Shown only(State wanted) throws IOException {
    List<Shown> found =
        factory.certificates(state).stream().filter(one -> one.state() == wanted).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private void reads(OpcUaAdapter adapter) throws Exception {
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      run.context().awaitSample("speed", any -> true, TestDevice.SOON);
    }
  }

  private String refusal(OpcUaAdapter adapter) throws Exception {
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      return run.awaitEnd(IOException.class, TestDevice.SOON).getMessage();
    }
  }
}
