package io.gemba.agent.core.command;

import io.gemba.cloud.spi.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which commands were taken, so that none is executed twice, whatever dies in between: a
 * command is written down and on the disk <em>before</em> it is executed. What is remembered is the
 * last {@value #KEPT} commands.
 *
 * <p>A text file with a line per fact: {@code taken KEY MILLIS} before the execution, {@code ended
 * KEY STATE STATUS} after it. A torn last line belongs to a command that was not executed. Safe for
 * any threads.
 */
public final class CommandLedger implements AutoCloseable {
  static final int KEPT = 20_000;
  private static final int LONGEST_FILE = 3 * KEPT;
  private static final int KEY_BYTES = 16;

  private final Path file;
  private final Map<String, Taken> taken = new LinkedHashMap<>();
  private @Nullable FileChannel channel;
  private int lines;

  /**
   * A command that was taken before.
   *
   * @param state how it ended, in lower case; empty when nobody knows
   */
  record Taken(Instant at, String state, long statusCode) {}

  /** Keeps what it knows in this file, which need not exist; nothing is read before it is asked. */
  public CommandLedger(Path file) {
    this.file = file;
  }

  /**
   * Writes a command down, unless it was taken before.
   *
   * @return what is known of it when it was taken before; null = it is new, and on the disk now
   * @throws IOException it could not be written down, so it must not be executed
   */
  synchronized @Nullable Taken take(String uplink, Command command, Instant now)
      throws IOException {
    try {
      FileChannel out = open();
      String key = key(uplink, command.id());
      Taken before = taken.get(key);
      if (before != null) {
        return before;
      }
      append(out, "taken " + key + " " + now.toEpochMilli() + "\n");
      out.force(false);
      remember(key, new Taken(now, "", 0));
      return null;
    } catch (IOException e) {
      close(); // an interrupt closes it too; what is on the disk is the truth for the next one
      throw e;
    }
  }

  /**
   * What is known of a command that was taken before; null = it was not.
   *
   * @throws IOException what was taken cannot be read
   */
  synchronized @Nullable Taken before(String uplink, Command command) throws IOException {
    try {
      open();
      return taken.get(key(uplink, command.id()));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Writes down how a command ended; that it may get lost does no harm. */
  synchronized void ended(String uplink, Command command, Command.State state, long statusCode)
      throws IOException {
    String key = key(uplink, command.id());
    Taken before = taken.get(key);
    if (before != null) {
      String word = state.name().toLowerCase(Locale.ROOT);
      taken.put(key, new Taken(before.at(), word, statusCode));
      try {
        append(open(), "ended " + key + " " + word + " " + statusCode + "\n");
      } catch (IOException e) {
        close();
        throw e;
      }
    }
  }

  private void append(FileChannel out, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    lines++;
  }

  private void remember(String key, Taken what) {
    taken.put(key, what);
    if (taken.size() > KEPT) {
      taken.remove(taken.keySet().iterator().next());
    }
  }

  private FileChannel open() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      load();
    } else if (lines <= LONGEST_FILE) {
      return open;
    } else {
      open.close();
    }
    compact();
    open = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    channel = open;
    return open;
  }

  private void load() throws IOException {
    taken.clear();
    if (!Files.exists(file)) {
      return;
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    List<String> whole = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    for (String line : whole) {
      String[] words = line.split(" ", -1);
      try {
        if (words[0].equals("taken")) {
          remember(words[1], new Taken(Instant.ofEpochMilli(Long.parseLong(words[2])), "", 0));
        } else {
          long status = Long.parseLong(words[3]);
          taken.computeIfPresent(words[1], (_, before) -> new Taken(before.at(), words[2], status));
        }
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw new IOException(
            file
                + " is damaged at '"
                + line
                + "': move it away to forget which commands were taken",
            e);
      }
    }
  }

  /** Writes what is remembered as a new file, which then replaces the old one as a whole. */
  private void compact() throws IOException {
    StringBuilder text = new StringBuilder();
    lines = 0;
    for (Map.Entry<String, Taken> one : taken.entrySet()) {
      Taken what = one.getValue();
      text.append("taken %s %d\n".formatted(one.getKey(), what.at().toEpochMilli()));
      lines++;
      if (!what.state().isEmpty()) {
        text.append("ended %s %s %d\n".formatted(one.getKey(), what.state(), what.statusCode()));
        lines++;
      }
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String key(String uplink, String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((uplink + "\0" + id).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
