package io.gemba.cloud.console.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gemba.cloud.console.notify.ChannelConfig.Security;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmailChannelTest {
  private static final char[] STORE = "only-for-tests".toCharArray();

  @TempDir Path folder;

  private ChannelConfig.Email config(
      int port, Security security, @Nullable Path password, @Nullable Path ca) {
    return new ChannelConfig.Email(
        "office",
        "zh-Hant",
        "localhost",
        port,
        security,
        password == null ? null : "gemba",
        password,
        ca,
        "gemba@example.com",
        List.of("boss@example.com", "night@example.com"));
  }

  private static void send(ChannelConfig.Email config) throws Exception {
    Notice notice = new Notice("n-1", "test", 1_795_415_520_000L, List.of());
    Letter letter = new Wording("zh-Hant", null).letter(notice);
    new EmailChannel(config).send(notice, letter);
  }

  private static UndeliveredException failure(ChannelConfig.Email config) {
    return catchThrowableOfType(UndeliveredException.class, () -> send(config));
  }

  /** A certificate for localhost that is its own authority: a context and its PEM. */
  private SSLContext certificate(Path pem) throws Exception {
    Path file = folder.resolve("sink.p12");
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                tool,
                "-genkeypair",
                "-alias",
                "sink",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-ext",
                "bc:c",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                String.valueOf(STORE))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, STORE);
    }
    Files.writeString(
        pem,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(store.getCertificate("sink").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, STORE);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void sendsReadableMailToEveryReader() throws Exception {
    try (SmtpSink sink = new SmtpSink(null, false)) {
      send(config(sink.port(), Security.NONE, null, null));
      assertThat(sink.recipients).hasSize(2).anyMatch(r -> r.contains("night@example.com"));
      String mail = sink.mails.getFirst();
      assertThat(mail)
          .contains("Message-ID: <n-1@gemba>")
          .contains("Auto-Submitted: auto-generated")
          .contains("From: gemba@example.com");
      assertThat(mail).containsAnyOf("=?UTF-8?B?", "=?UTF-8?Q?");
      String body = mail.substring(mail.indexOf("\n\n") + 2).replaceAll("\\s", "");
      assertThat(new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8))
          .contains("測試訊息");
    }
  }

  @Test
  void logsInOverStarttlsAndOverTlsOnly() throws Exception {
    Path pem = folder.resolve("ca.pem");
    SSLContext tls = certificate(pem);
    Path password = Files.writeString(folder.resolve("pw"), "secret\n");
    try (SmtpSink sink = new SmtpSink(tls, false)) {
      sink.password = "secret";
      send(config(sink.port(), Security.STARTTLS, password, pem));
      assertThat(sink.encrypted).isTrue();
      assertThat(sink.mails).hasSize(1);
      sink.password = "another";
      UndeliveredException e = failure(config(sink.port(), Security.STARTTLS, password, pem));
      assertThat(e.reason()).contains("does not accept user or password");
      assertThat(e.reason()).doesNotContain("secret");
      assertThat(e.refused()).isFalse();
      assertThat(failure(config(sink.port(), Security.STARTTLS, password, null)).reason())
          .contains("localhost");
      assertThat(sink.mails).hasSize(1);
    }
    try (SmtpSink sink = new SmtpSink(tls, true)) {
      sink.password = "secret";
      send(config(sink.port(), Security.TLS, password, pem));
      assertThat(sink.mails).hasSize(1);
    }
  }

  @Test
  void neverFallsBackToPlainText() throws Exception {
    Path password = Files.writeString(folder.resolve("pw"), "secret\n");
    try (SmtpSink sink = new SmtpSink(null, false)) {
      assertThat(failure(config(sink.port(), Security.STARTTLS, password, null)).reason())
          .contains("STARTTLS");
      assertThat(sink.mails).isEmpty();
    }
  }

  @Test
  void tellsARefusedReaderFromAServerThatIsBusy() throws Exception {
    try (SmtpSink sink = new SmtpSink(null, false)) {
      sink.rcptAnswer = "550 no such user";
      UndeliveredException refused = failure(config(sink.port(), Security.NONE, null, null));
      assertThat(refused.refused()).isTrue();
      assertThat(refused.reason()).contains("550");
      sink.rcptAnswer = "451 try later";
      assertThat(failure(config(sink.port(), Security.NONE, null, null)).refused()).isFalse();
    }
    assertThat(failure(config(1, Security.NONE, null, null)).refused()).isFalse();
  }
}
