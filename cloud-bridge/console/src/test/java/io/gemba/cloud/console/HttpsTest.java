package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.cloud.console.config.Access;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.mqtt.TestPki;
import io.gemba.cloud.console.users.Lifetimes;
import io.gemba.cloud.console.users.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsTest {
  @TempDir Path folder;

  private ConsoleConfig config(TestPki.Pair certificate, TestPki.Pair key) {
    return ConsoleConfig.local(0, folder.resolve("data"), List.of())
        .with(
            new Access(
                Lifetimes.DEFAULT, new Access.Tls(certificate.certificate(), key.key()), null));
  }

  private static HttpClient trusting(Path authority) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @Test
  void servesThePageOverTlsWithACookieThatNeverLeavesIt() throws Exception {
    TestPki pki = new TestPki(folder, "ca");
    TestPki.Pair pair = pki.issue("board", "EC", "-ext", "san=ip:127.0.0.1");
    try (Console console = Console.start(config(pair, pair));
        HttpClient http = trusting(pki.authorityFile());
        HttpClient stranger = HttpClient.newHttpClient()) {
      assertThat(console.url()).startsWith("https://127.0.0.1:").doesNotEndWith(":0");
      Door.account(console, "wong", Role.VIEWER, "*/*");
      Door door = new Door(http, console.url());
      assertThat(door.login("wong", Door.PASSWORD).headers().firstValue("set-cookie").orElseThrow())
          .startsWith("__Host-gemba-session=")
          .endsWith("; Secure");
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> new Door(stranger, console.url()).get("/healthz"))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(
              () -> new Door(http, console.url().replace("https", "http")).get("/healthz"))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhichFilesAreNoPair() throws Exception {
    TestPki pki = new TestPki(folder, "ca");
    TestPki.Pair one = pki.issue("one", "EC");
    TestPki.Pair other = pki.issue("other", "RSA");
    assertThatThrownBy(() -> Console.start(config(one, other)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other.key");
  }
}
