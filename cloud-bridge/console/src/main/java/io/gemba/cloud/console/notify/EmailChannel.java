package io.gemba.cloud.console.notify;

import io.gemba.cloud.console.config.BrokerConfig.Tls;
import io.gemba.cloud.console.mqtt.TlsFiles;
import io.gemba.cloud.console.notify.ChannelConfig.Security;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Date;
import java.util.Properties;

/**
 * E-mail by SMTP (RFC 5321), plain text in UTF-8. The Message-ID is the notice's, so that mail
 * programs know one that comes twice.
 */
final class EmailChannel implements Channel {
  private static final String PATIENCE_MS = "10000";

  private final ChannelConfig.Email config;

  EmailChannel(ChannelConfig.Email config) {
    this.config = config;
  }

  @Override
  public void send(Notice notice, Letter letter) throws UndeliveredException {
    String password = config.password() == null ? null : Secrets.read(config.password());
    try {
      Session session = Session.getInstance(properties());
      MimeMessage mail = mail(session, notice, letter);
      try (Transport transport = session.getTransport(scheme())) {
        transport.connect(config.host(), config.port(), config.username(), password);
        transport.sendMessage(mail, mail.getAllRecipients());
      }
    } catch (AuthenticationFailedException e) {
      throw UndeliveredException.later(
          config.host() + " does not accept user or password of channel " + config.name());
    } catch (SendFailedException e) {
      String said = String.valueOf(deepest(e).getMessage()).strip();
      boolean forever = said.startsWith("5") && !said.startsWith("535");
      throw forever
          ? UndeliveredException.never(config.host() + " refuses the mail: " + said)
          : UndeliveredException.later(config.host() + " does not take the mail: " + said);
    } catch (MessagingException | IOException e) {
      throw UndeliveredException.later(config.host() + ": " + deepest(e).getMessage());
    }
  }

  private String scheme() {
    return config.security() == Security.TLS ? "smtps" : "smtp";
  }

  private Properties properties() throws IOException {
    String p = "mail." + scheme() + ".";
    Properties all = new Properties();
    all.put(p + "connectiontimeout", PATIENCE_MS);
    all.put(p + "timeout", PATIENCE_MS);
    all.put(p + "writetimeout", PATIENCE_MS);
    all.put(p + "auth", String.valueOf(config.username() != null));
    all.put(p + "ssl.checkserveridentity", "true");
    if (config.security() == Security.STARTTLS) {
      all.put(p + "starttls.enable", "true");
      all.put(p + "starttls.required", "true");
    }
    if (config.security() != Security.NONE && config.ca() != null) {
      all.put(p + "ssl.socketFactory", TlsFiles.socketFactory(new Tls(config.ca(), null, null)));
    }
    return all;
  }

  private MimeMessage mail(Session session, Notice notice, Letter letter)
      throws MessagingException {
    MimeMessage mail =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + notice.id() + "@gemba>");
          }
        };
    mail.setFrom(new InternetAddress(config.from()));
    for (String to : config.to()) {
      mail.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
    }
    mail.setSubject(letter.title().replaceAll("[\\r\\n]+", " "), "UTF-8");
    mail.setSentDate(Date.from(java.time.Instant.ofEpochMilli(notice.at())));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setText(letter.text(), "UTF-8");
    return mail;
  }

  private static Throwable deepest(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  @Override
  public long paceMs() {
    return 1_000;
  }
}
