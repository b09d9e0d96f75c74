package io.gemba.hal.simulator.opcua;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the server is reached.
 *
 * @param bind the address to listen on
 * @param port the port to listen on, 1 to 65535
 * @param directory holds the certificate and the trust list
 * @param login the one user beside anonymous, if any
 * @param trustClients whether every client certificate is accepted unseen
 * @param namespacesBefore how many empty namespaces come before the plant's
 */
public record ServerSettings(
    String bind,
    int port,
    Path directory,
    Optional<Login> login,
    boolean trustClients,
    int namespacesBefore) {

  /** A user name and its password. */
  public record Login(String name, String password) {

    /** The name only. */
    @Override
    public String toString() {
      return "Login[" + name + "]";
    }
  }
}
