package io.gemba.agent.app.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** One archive of texts, each without secrets, for its owner's eyes alone. */
public final class Bundle {
  /** Of one text; the end is what matters in a log. */
  private static final int LONGEST = 4 << 20;

  private final Redaction redaction;
  private final Map<String, String> texts = new LinkedHashMap<>();

  /** An empty one. */
  public Bundle(Redaction redaction) {
    this.redaction = redaction;
  }

  /** Adds a text; whatever looks like a secret in it goes. */
  public void add(String name, String text) {
    String end = text.length() > LONGEST ? text.substring(text.length() - LONGEST) : text;
    texts.put(name, redaction.of(end));
  }

  /** The names of what is in it. */
  public Set<String> names() {
    return texts.keySet();
  }

  /**
   * Writes the archive; an existing file is not overwritten.
   *
   * @throws IOException when it cannot be written, or is there already
   */
  public void write(Path file) throws IOException {
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(file, options, mine));
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      for (var text : texts.entrySet()) {
        zip.putNextEntry(new ZipEntry("gemba-support/" + text.getKey()));
        zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }
}
