package io.gemba.cloud.console.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One broker the console listens to.
 *
 * @param name as written in the file; shown on the page
 * @param url {@code mqtt://host:port} or {@code mqtts://host:port}
 * @param clientId null for one that is made once and kept in the history's folder
 * @param username null for none
 * @param passwordFile read at every connection, so that a password can be changed without a
 *     restart; null for none
 * @param tls files for {@code mqtts://}; without a CA file the Java runtime's own list is trusted
 * @param topics filters to subscribe to
 * @param keeping what the broker is to keep for us
 */
public record BrokerConfig(
    String name,
    URI url,
    @Nullable String clientId,
    @Nullable String username,
    @Nullable Path passwordFile,
    Tls tls,
    List<String> topics,
    Keeping keeping) {

  /** PEM files; each null when not given. The key is an unencrypted PKCS #8 key. */
  public record Tls(@Nullable Path ca, @Nullable Path certificate, @Nullable Path key) {
    /** No files: the runtime's trust list, no client certificate. */
    public static final Tls NONE = new Tls(null, null, null);
  }

  /**
   * What a broker keeps for a console that is away.
   *
   * @param sessionExpiry how long, from a second to 136 years (MQTT 5 §3.1.2.11.2); counts from the
   *     loss of the connection
   * @param group of consoles that share what is to be stored; null for a console of its own
   * @param leaving whether only what has been kept is taken, and nothing more of what the group
   *     gets
   */
  public record Keeping(Duration sessionExpiry, @Nullable String group, boolean leaving) {
    /** A day, for a console of its own. */
    public static final Keeping DEFAULT = new Keeping(Duration.ofDays(1), null, false);
  }

  /** The same, as one of a group of consoles that share what is to be stored. */
  public BrokerConfig sharing(String group) {
    Keeping shared = new Keeping(keeping.sessionExpiry(), group, false);
    return new BrokerConfig(name, url, clientId, username, passwordFile, tls, topics, shared);
  }

  /** A broker without user or TLS and with every topic of {@code gemba1}, as the demo uses. */
  public static BrokerConfig plain(String name, String url) {
    return new BrokerConfig(
        name, URI.create(url), null, null, null, Tls.NONE, List.of("gemba1/#"), Keeping.DEFAULT);
  }
}
