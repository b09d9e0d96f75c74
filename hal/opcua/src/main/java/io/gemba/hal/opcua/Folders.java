package io.gemba.hal.opcua;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

/**
 * Writes files whole or not at all, and as the owner of the folder they are put into: {@code sudo
 * gemba trust} must not leave files that the agent's user cannot read.
 */
final class Folders {
  private static final FileAttribute<?>[] PRIVATE = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };

  private Folders() {}

  /** Makes the folder and those above it where they are missing. */
  static Path make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        make(parent);
      }
      Files.createDirectories(folder);
      own(folder);
    }
    return folder;
  }

  /** Makes the folder that a file is to lie in. */
  static void makeFor(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      make(parent);
    }
  }

  /** Writes the file, replacing what was there. */
  static void replace(Path file, byte[] bytes) throws IOException {
    replace(file, bytes, new FileAttribute<?>[0]);
  }

  /** Writes a file that nobody but its owner may read, replacing what was there. */
  static void replacePrivate(Path file, byte[] bytes) throws IOException {
    makeFor(file);
    boolean posix =
        Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
    replace(file, bytes, posix ? PRIVATE : new FileAttribute<?>[0]);
  }

  /**
   * The temporary file is always a new one: what root writes into another user's folder must not
   * follow a link that this user has laid there.
   */
  private static void replace(Path file, byte[] bytes, FileAttribute<?>... attributes)
      throws IOException {
    makeFor(file);
    Path temporary = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    try (SeekableByteChannel out =
        Files.newByteChannel(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            attributes)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
    }
    own(temporary);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Gives a new file to whom its folder belongs. */
  static void own(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (!"root".equals(System.getProperty("user.name")) || parent == null) {
      return;
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributeView folder =
        Files.getFileAttributeView(parent, PosixFileAttributeView.class);
    if (view == null || folder == null) {
      return; // such as a stick with FAT
    }
    if (!folder.readAttributes().owner().equals(view.readAttributes().owner())) {
      view.setOwner(folder.readAttributes().owner());
      view.setGroup(folder.readAttributes().group());
    }
  }

  /** Text as part of a file name. */
  static String safe(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "_");
  }
}
