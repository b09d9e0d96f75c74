package io.gemba.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Copies jars, leaving foreign native libraries behind; the same input gives the same bytes. */
final class Jars {
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

  private final Instant stamp;

  /** Every file and every rewritten entry carries this time, so that builds can be compared. */
  Jars(Instant stamp) {
    this.stamp = stamp;
  }

  /** Copies one jar into a folder; rewrites it only where something has to stay behind. */
  Path copy(Path jar, Path folder) throws IOException {
    Path target = Files.createDirectories(folder).resolve(jar.getFileName().toString());
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.stream().anyMatch(entry -> staysBehind(entry.getName()))) {
        try (OutputStream out = Files.newOutputStream(target)) {
          repack(zip, out);
        }
      } else {
        Files.copy(jar, target);
      }
    }
    Files.setLastModifiedTime(target, FileTime.from(stamp));
    return target;
  }

  private void repack(ZipFile zip, OutputStream out) throws IOException {
    LocalDateTime time = LocalDateTime.ofInstant(stamp, ZoneOffset.UTC);
    List<? extends ZipEntry> kept =
        zip.stream().filter(entry -> !staysBehind(entry.getName())).toList();
    try (ZipOutputStream copy = new ZipOutputStream(out)) {
      for (ZipEntry entry : kept) {
        ZipEntry fresh = new ZipEntry(entry.getName());
        fresh.setTimeLocal(time);
        copy.putNextEntry(fresh);
        if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
          mainSection(zip.getInputStream(entry)).write(copy);
        } else {
          zip.getInputStream(entry).transferTo(copy);
        }
        copy.closeEntry();
      }
    }
  }

  /**
   * Foreign libraries; and signatures, because they no longer fit a rewritten jar, and because a
   * signed jar keeps a digest of each of its classes in memory for ever: 8 MB for Bouncy Castle
   * alone, on a gateway. The package as a whole is what is signed.
   */
  private static boolean staysBehind(String entry) {
    return Natives.isForeign(entry) || SIGNATURE.matcher(entry).matches();
  }

  /** The manifest without the digests that a signer added for each entry. */
  private static Manifest mainSection(InputStream in) throws IOException {
    Manifest manifest = new Manifest(in);
    manifest.getEntries().clear();
    return manifest;
  }
}
