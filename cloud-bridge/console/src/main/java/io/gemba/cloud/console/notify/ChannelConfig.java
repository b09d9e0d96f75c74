package io.gemba.cloud.console.notify;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way to reach people. Secrets are files, read at each message, so that they can be changed. */
public sealed interface ChannelConfig {
  /** Its name in the configuration. */
  String name();

  /** {@code en}, {@code zh-Hant} or {@code zh-Hans}. */
  String language();

  /**
   * An HTTP server of one's own.
   *
   * @param url null when it is in {@code urlFile} because it is a secret itself
   * @param secret file with the key of the signature; null for none
   */
  record Webhook(
      String name,
      String language,
      @Nullable String url,
      @Nullable Path urlFile,
      @Nullable Path secret)
      implements ChannelConfig {}

  /**
   * E-mail by SMTP.
   *
   * @param ca file with the certificates to trust; null for the Java runtime's
   */
  record Email(
      String name,
      String language,
      String host,
      int port,
      Security security,
      @Nullable String username,
      @Nullable Path password,
      @Nullable Path ca,
      String from,
      List<String> to)
      implements ChannelConfig {}

  /** How the connection to a mail server is protected. */
  enum Security {
    STARTTLS,
    TLS,
    NONE
  }

  /**
   * A robot in a group chat.
   *
   * @param url file with the robot's address, which holds its access token
   * @param secret file with the key of the signature; null for none
   */
  record Robot(String name, String language, Brand brand, Path url, @Nullable Path secret)
      implements ChannelConfig {}

  /** Whose robot. */
  enum Brand {
    DINGTALK,
    WECOM,
    FEISHU
  }
}
