package io.gemba.agent.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a text file written by people, and says in words why it cannot. */
final class TextFile {
  /** Ten thousand points take less than one; more is a mistake, such as a database. */
  static final int LARGEST = 8 * 1024 * 1024;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t\n\r\u0085]]");

  private TextFile() {}

  /**
   * The text without a byte order mark; empty when a problem was added.
   *
   * @param label how problems in the file name it
   * @param askedAt where problems with the file as a whole are reported
   */
  static Optional<String> read(Path file, String label, Place askedAt, Problems problems)
      throws IOException {
    try {
      if (Files.isDirectory(file)) {
        throw new Complaint(label + " is a folder", "name a file in it");
      }
      return Optional.of(decode(bytes(file, label), label));
    } catch (Complaint complaint) {
      problems.add(askedAt, complaint);
    } catch (Misplaced misplaced) {
      problems.add(misplaced.place, misplaced.complaint);
    }
    return Optional.empty();
  }

  private static byte[] bytes(Path file, String label) throws Complaint, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new Complaint(label + " is larger than 8 MiB", "check that it is the right file");
      }
      if (bytes.length == 0) {
        throw new Complaint(label + " is empty", "fill it in, or copy the sample configuration");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new Complaint("there is no file " + file, "check the name and the folder");
    } catch (AccessDeniedException e) {
      throw new Complaint(
          "this user may not read " + file,
          "run: sudo chmod o+r " + file + ", or run as the user it belongs to");
    }
  }

  private static String decode(byte[] bytes, String label) throws Misplaced {
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = utf8.decode(in, out, true);
    String text = out.flip().toString();
    Matcher control = CONTROL.matcher(text);
    if (control.find()) {
      throw new Misplaced(
          endOf(text.substring(0, control.start()), label),
          new Complaint(
              "a control character: this is not plain text",
              "check that it is the right file, saved as UTF-8 text"));
    }
    if (result.isError()) {
      throw new Misplaced(
          endOf(text, label),
          new Complaint(
              "from here on the file is not UTF-8 text",
              "save it as UTF-8 (in Excel: 'CSV UTF-8')"));
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Place endOf(String text, String label) {
    int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
    return new Place(label, line, text.length() - text.lastIndexOf('\n'));
  }

  /** A complaint whose place is in the file itself. */
  private static final class Misplaced extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Place place;
    private final transient Complaint complaint;

    Misplaced(Place place, Complaint complaint) {
      super(complaint);
      this.place = place;
      this.complaint = complaint;
    }
  }
}
