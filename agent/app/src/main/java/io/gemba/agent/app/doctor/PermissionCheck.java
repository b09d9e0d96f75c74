package io.gemba.agent.app.doctor;

import io.gemba.agent.core.config.AgentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who may read and write what. */
final class PermissionCheck {
  private PermissionCheck() {}

  static List<Finding> look(Path file, AgentConfig config) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Path journal = config.journal().directory();
    Path there = DiskCheck.existing(journal);
    String user = System.getProperty("user.name");
    if (!Files.isWritable(there)) {
      findings.add(
          Finding.fail(
              "permissions",
              "",
              "user " + user + " cannot write into " + there,
              "run this as the agent's user or as root; else: sudo chown gemba:gemba " + there));
    }
    if (Files.exists(journal)) {
      others(journal, findings);
    }
    Path secrets = file.toAbsolutePath().resolveSibling("secrets");
    if (Files.isDirectory(secrets) && Files.isReadable(secrets)) {
      try (Stream<Path> all = Files.list(secrets)) {
        for (Path secret : all.sorted().toList()) {
          others(secret, findings);
        }
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok("permissions", "", "files and folders belong to whom they should"));
    }
    return findings;
  }

  private static void others(Path file, List<Finding> findings) throws IOException {
    var permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      findings.add(
          Finding.warn(
              "permissions",
              "",
              "every user of this machine can look into " + file,
              "sudo chmod o-rwx " + file));
    }
  }
}
