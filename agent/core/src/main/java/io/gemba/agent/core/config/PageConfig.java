package io.gemba.agent.core.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The gateway's own web page.
 *
 * @param on false with {@code page: off}: nothing listens
 * @param host a name or an IP address, IPv6 without brackets
 * @param port 0 to 65535; 0 = any free one
 * @param passwordFile what {@code gemba page password} wrote; required where others than this
 *     machine can reach the page
 */
public record PageConfig(boolean on, String host, int port, Optional<Path> passwordFile) {

  /** Whether only this machine can reach it. */
  public boolean isLoopback() {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  /** As people write it: {@code 127.0.0.1:8480}. */
  public String address() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
