package io.gemba.hal.opcua;

import io.gemba.hal.spi.TrustKeeper.By;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** Who showed which certificate: one small file for each pair, written once. */
final class ShownRecords {
  private static final String ENDING = ".properties";
  private final Path folder;

  ShownRecords(Path folder) {
    this.folder = folder;
  }

  void note(By by, String sha256) throws IOException {
    Path file = folder.resolve(Folders.safe(by.device()) + "-" + shortForm(sha256) + ENDING);
    if (Files.exists(file) && read(file).getProperty("address", "").equals(by.address())) {
      return;
    }
    Properties record = new Properties();
    record.setProperty("device", by.device());
    record.setProperty("address", by.address());
    record.setProperty("since", by.since().toString());
    record.setProperty("sha256", sha256);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    record.store(bytes, null);
    Folders.replace(file, bytes.toByteArray());
  }

  /** Who showed the certificate with this fingerprint. */
  List<By> of(String sha256) throws IOException {
    List<By> all = new ArrayList<>();
    for (Path file : files(sha256)) {
      Properties record = read(file);
      all.add(
          new By(
              record.getProperty("device", "?"),
              record.getProperty("address", "?"),
              time(record.getProperty("since", "")),
              ""));
    }
    return all;
  }

  /** Forgets who showed it. */
  void forget(String sha256) throws IOException {
    for (Path file : files(sha256)) {
      Files.delete(file);
    }
  }

  private List<Path> files(String sha256) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      String glob = "*-" + shortForm(sha256) + ENDING;
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
        for (Path file : files) {
          if (read(file).getProperty("sha256", "").equals(sha256)) {
            found.add(file);
          }
        }
      }
    }
    found.sort(null);
    return found;
  }

  private static Properties read(Path file) throws IOException {
    Properties record = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      record.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged; delete it, it is made again", e);
    }
    return record;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH; // edited by hand; when it was is not worth an error
    }
  }

  private static String shortForm(String sha256) {
    return sha256.replace(":", "").substring(0, 16).toLowerCase(Locale.ROOT);
  }
}
