package io.gemba.cloud.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Files that hold secrets: who may read them, and what is in them. Their content is never logged.
 */
final class SecretFile {
  private SecretFile() {}

  /**
   * Checks that the file is there, readable by us, and not by everybody.
   *
   * @throws IOException what is wrong and the command that cures it
   */
  static void check(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("there is no file " + file);
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IOException(
          "cannot read "
              + file
              + ": let the user that runs Gemba ("
              + System.getProperty("user.name")
              + ") read it");
    }
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
        throw new IOException(
            file + " can be read by every user of this machine: chmod o= " + file);
      }
    }
  }

  /** The first line, without its line break, as UTF-8. */
  static byte[] firstLine(Path file) throws IOException {
    check(file);
    String text = Files.readString(file, StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    String secret = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    if (secret.isEmpty()) {
      throw new IOException(file + " is empty: its first line must be the password");
    }
    return secret.getBytes(StandardCharsets.UTF_8);
  }
}
