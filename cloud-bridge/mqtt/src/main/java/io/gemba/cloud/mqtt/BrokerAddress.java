package io.gemba.cloud.mqtt;

import io.gemba.hal.spi.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where the broker listens.
 *
 * @param tls whether the line is encrypted ({@code mqtts})
 * @param host a name or an IP address, IPv6 without brackets
 * @param port 1 to 65535
 */
record BrokerAddress(boolean tls, String host, int port) {
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;

  /**
   * Reads {@code mqtt://host[:port]} or {@code mqtts://host[:port]}; says what to write instead.
   */
  static BrokerAddress parse(String url) throws ConfigException {
    URI uri = uri(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean tls =
        switch (scheme) {
          case "mqtt" -> false;
          case "mqtts" -> true;
          default -> throw wrong(otherScheme(scheme, url));
        };
    if (uri.getRawUserInfo() != null) {
      throw wrong("no user or password belongs here: write 'username:' and 'password-file:'");
    }
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      throw wrong("'" + url + "' names no host: write " + example(scheme, "broker.example.com"));
    }
    if (!blank(uri.getRawPath()) || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong("nothing may follow the port: write " + example(scheme, host));
    }
    int port = uri.getPort() < 0 ? (tls ? TLS_PORT : PLAIN_PORT) : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw wrong("port " + port + " is not between 1 and 65535");
    }
    return new BrokerAddress(tls, host.startsWith("[") ? inner(host) : host, port);
  }

  private static URI uri(String url) throws ConfigException {
    try {
      return new URI(url.strip());
    } catch (URISyntaxException e) {
      // "broker:1883" is a scheme without anything to java.net.URI, "192.0.2.1:1883" is not even
      // that
      throw wrong("'" + url + "' is no URL: write " + example("mqtt", "broker.example.com"));
    }
  }

  private static String otherScheme(String scheme, String url) {
    return switch (scheme) {
      case "tcp" -> "'tcp://' is not used here: write mqtt://" + afterScheme(url);
      case "ssl", "tls" ->
          "'" + scheme + "://' is not used here: write mqtts://" + afterScheme(url);
      case "http", "https", "ws", "wss" ->
          "'"
              + scheme
              + "://' is a web address and MQTT over WebSocket is not supported: write"
              + " mqtt://HOST:1883 or mqtts://HOST:8883";
      default ->
          "'"
              + url
              + "' must begin with mqtt:// (plain TCP) or mqtts:// (TLS): write "
              + example("mqtt", "broker.example.com");
    };
  }

  private static String afterScheme(String url) {
    return url.strip().replaceFirst("^[^:]*:/*", "");
  }

  private static String example(String scheme, String host) {
    boolean tls = "mqtts".equals(scheme);
    return (tls ? "mqtts://" : "mqtt://") + host + ":" + (tls ? TLS_PORT : PLAIN_PORT);
  }

  private static boolean blank(String path) {
    return path == null || path.isEmpty() || "/".equals(path);
  }

  private static String inner(String bracketed) {
    return bracketed.substring(1, bracketed.length() - 1);
  }

  private static ConfigException wrong(String message) {
    return new ConfigException("url", message);
  }

  /** As people write it: {@code broker.example.com:8883}. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
