package io.gemba.cloud.console.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Everything the console can be told.
 *
 * @param host address to listen on; beyond loopback only with accounts or a proxy's login, or
 *     {@code allowUnauthenticated}
 * @param port 0 for any free one
 * @param directory where the history lives, unless it is in PostgreSQL; made when missing
 * @param storage where and how long history is kept
 * @param allowUnauthenticated written out where everybody who can reach the page may see it
 * @param brokers at least one, except in tests
 * @param access logins, TLS, the proxy in front
 */
public record ConsoleConfig(
    String host,
    int port,
    Path directory,
    StorageConfig storage,
    boolean allowUnauthenticated,
    List<BrokerConfig> brokers,
    Access access) {
  /** Where the page is unless told otherwise. */
  public static final String DEFAULT_LISTEN = "127.0.0.1:8080";

  /** With the usual logins. */
  public ConsoleConfig(
      String host,
      int port,
      Path directory,
      StorageConfig storage,
      boolean allowUnauthenticated,
      List<BrokerConfig> brokers) {
    this(host, port, directory, storage, allowUnauthenticated, brokers, Access.DEFAULT);
  }

  /** A loopback console with default retention. */
  public static ConsoleConfig local(int port, Path directory, List<BrokerConfig> brokers) {
    return new ConsoleConfig("127.0.0.1", port, directory, StorageConfig.LOCAL, false, brokers);
  }

  /** The same, listening elsewhere. */
  public ConsoleConfig listeningOn(Listen listen) {
    return new ConsoleConfig(
        listen.host(), listen.port(), directory, storage, allowUnauthenticated, brokers, access);
  }

  /** The same with other logins, TLS or proxy. */
  public ConsoleConfig with(Access other) {
    return new ConsoleConfig(host, port, directory, storage, allowUnauthenticated, brokers, other);
  }
}
