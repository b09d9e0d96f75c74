package io.gemba.cloud.mqtt;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that prove who is who.
 *
 * @param password holds the password in its first line
 * @param authorities PEM: the certificates that may sign the broker's; empty = those of the Java
 *     runtime
 * @param certificate PEM: our certificate and those that lead to the authority
 * @param key PEM: the private key of {@code certificate}
 */
record Credentials(
    Optional<Path> password,
    Optional<Path> authorities,
    Optional<Path> certificate,
    Optional<Path> key) {
  static final Credentials NONE =
      new Credentials(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
