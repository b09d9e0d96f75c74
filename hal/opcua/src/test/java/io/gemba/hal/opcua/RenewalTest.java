package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.TrustKeeper.Exported;
import io.gemba.hal.spi.TrustKeeper.Own;
import io.gemba.hal.tck.AdapterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new certificate of our own, which the plant accepts machine by machine. */
class RenewalTest {
  private final OpcUaAdapterFactory factory = new OpcUaAdapterFactory();
  @TempDir private Path state;
  @TempDir private Path usb;

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  @Test
  @Tag("bed")
  void aServerIsShownTheOldOneUntilItAcceptsTheNew() throws Exception {
    Set<X509Certificate> accepted = new CopyOnWriteArraySet<>();
    try (TestServer server =
        new TestServer(TestServer.Options.SECURED).show("speed", Variant.ofInt32(1))) {
      server.accepts(accepted::contains);
      server.start();
      X509Certificate old = OwnCertificate.in(pki()).certificate();
      accepted.add(old);
      OpcUaAdapter adapter =
          new TestDevice(server.endpoint())
              .point("speed")
              .with("security", "best")
              .with("trust", "first-use")
              .adapter();
      reads(adapter);
      Exported exported = factory.renewOwn(state, true, usb);
      assertThat(exported.whatNext()).contains("leave the old one", "gemba trust renew --finish");
      X509Certificate renewed = Certificates.read(usb.resolve("gemba-client.der"));
      assertThat(renewed).isNotEqualTo(old);
      reads(adapter);
      assertThat(successor().takenBy()).isEmpty();
      assertThat(successor().waitingFor()).containsExactly("127.0.0.1:" + server.port());
      assertThatThrownBy(() -> factory.finishRenewal(state, false))
          .hasMessageContaining("have not taken the new certificate yet")
          .hasMessageContaining("127.0.0.1:" + server.port());
      accepted.add(renewed);
      reads(adapter);
      assertThat(successor().waitingFor()).isEmpty();
      accepted.remove(old);
      reads(adapter);
      assertThat(server.sessions()).isLessThanOrEqualTo(1);
      assertThat(factory.finishRenewal(state, false)).contains("only its new certificate");
      assertThat(OwnCertificate.in(pki()).certificate()).isEqualTo(renewed);
      assertThat(factory.own(state)).singleElement().matches(one -> !one.renewed());
      reads(adapter);
      accepted.remove(renewed);
      assertThat(refusal(adapter)).contains("has not yet accepted this gateway");
    }
  }

  @Test
  void keepsWhatServersKnowUsByAndTheKeyIfAskedTo() throws Exception {
    OwnCertificate old = OwnCertificate.in(pki());
    factory.renewOwn(state, false, usb);
    OwnCertificate renewed = new OwnRenewal(pki()).certificate();
    assertThat(renewed.applicationUri()).isEqualTo(old.applicationUri());
    assertThat(renewed.keyPair().getPrivate()).isEqualTo(old.keyPair().getPrivate());
    assertThat(factory.cancelRenewal(state)).contains("stays with");
    assertThat(OwnCertificate.in(pki()).certificate()).isEqualTo(old.certificate());
    factory.renewOwn(state, true, usb);
    assertThat(new OwnRenewal(pki()).certificate().keyPair().getPrivate())
        .isNotEqualTo(old.keyPair().getPrivate());
    assertThatThrownBy(() -> factory.renewOwn(state, true, usb))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("under way already");
    factory.finishRenewal(state, false);
    try (var all = Files.walk(pki().resolve("own"))) {
      List<Path> keys = all.filter(file -> file.toString().endsWith(".key.pem")).toList();
      assertThat(keys)
          .hasSize(2)
          .allSatisfy(
              key ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                      .isEqualTo("rw-------"));
    }
    assertThatThrownBy(() -> factory.finishRenewal(state, false))
        .hasMessageContaining("no renewal is under way");
  }

  @Test
  void aPowerCutInTheMiddleOfTheChangeLosesNeither() throws Exception {
    OwnCertificate.in(pki());
    factory.renewOwn(state, true, usb);
    X509Certificate renewed = new OwnRenewal(pki()).certificate().certificate();
    Path own = pki().resolve("own");
    Files.move(
        own.resolve("next/gemba-client.key.pem"),
        own.resolve("gemba-client.key.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(OwnCertificate.in(pki()).certificate()).isEqualTo(renewed);
    assertThat(new OwnRenewal(pki()).isUnderWay()).isFalse();
  }

  private Path pki() {
    return state.resolve("pki");
  }

  private Own successor() throws IOException {
    return factory.own(state).stream().filter(Own::renewed).findFirst().orElseThrow();
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
