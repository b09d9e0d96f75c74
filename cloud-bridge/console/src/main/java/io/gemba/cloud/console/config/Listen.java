package io.gemba.cloud.console.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** An address to listen on. */
public record Listen(String host, int port) {
  /** Reads {@code HOST:PORT} or {@code [IPv6]:PORT}; empty when it is neither. */
  public static Optional<Listen> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0 || !text.substring(colon + 1).matches("\\d{1,5}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return port > 65535 || host.isBlank() ? Optional.empty() : Optional.of(new Listen(host, port));
  }

  /** Whether only this machine can reach the address. An unknown host is not loopback. */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Why the console does not listen here without an account, and what to do; for people. */
  public String refusal() {
    return "there is no account yet, so the line board listens on this machine only, not on "
        + host
        + " — make one with `gemba console user add NAME --role admin --config FILE`, or write"
        + " `allow-unauthenticated: true` under `console:` if everyone who can reach this address"
        + " may see every line";
  }
}
