package io.gemba.agent.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders of the agent, most of which only its own user may look into. */
final class PrivateFolders {
  private PrivateFolders() {}

  /** Makes the folder and those above it where they are missing, for this user alone. */
  static Path make(Path folder) throws IOException {
    return make(
        folder.toAbsolutePath(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** The same for a folder that others may look into. */
  static Path forEverybody(Path folder) throws IOException {
    make(folder.toAbsolutePath(), new FileAttribute<?>[0]);
    return folder;
  }

  /** Where root makes it, it belongs to whom the folder above belongs: the agent's user. */
  private static Path make(Path folder, FileAttribute<?>... attributes) throws IOException {
    Path parent = folder.getParent();
    if (!Files.isDirectory(folder)) {
      if (parent != null) {
        make(parent, attributes);
        Files.createDirectories(folder, attributes);
        if ("root".equals(System.getProperty("user.name"))) {
          PosixFileAttributes above = Files.readAttributes(parent, PosixFileAttributes.class);
          PosixFileAttributeView made =
              Files.getFileAttributeView(
                  folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
          made.setOwner(above.owner());
          made.setGroup(above.group());
        }
      }
    }
    return folder;
  }
}
