package io.gemba.agent.core.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process did to the files of one folder, in order, as strace saw it. Every string is in
 * hexadecimal ({@code -xx}), every descriptor with its path ({@code -y}).
 */
final class DiskTrace {
  static final String CALLS =
      "openat,open,creat,write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,"
          + "unlink,unlinkat";

  /** One thing that happened. */
  sealed interface Event {
    /** Bytes written to a file. */
    record Write(String file, long offset, byte[] bytes) implements Event {}

    /** A file was cut or lengthened. */
    record Truncate(String file, long size) implements Event {}

    /** A file, or the folder itself (an empty name), was flushed. */
    record Sync(String file) implements Event {}

    /** A name appeared. */
    record Create(String file) implements Event {}

    /** A name changed. */
    record Rename(String from, String to) implements Event {}

    /** A name went. */
    record Unlink(String file) implements Event {}

    /** What the process said on its standard output. */
    record Said(String line) implements Event {}
  }

  private static final Pattern CALL =
      Pattern.compile("(\\w+)\\((.*)\\) = (-?\\d+)(<[^>]*>)?.*", Pattern.DOTALL);
  private static final Pattern PART = Pattern.compile("\"((?:\\\\x[0-9a-f]{2})*)\"|<([^>]*)>");
  private static final Pattern UNFINISHED = Pattern.compile("(.*) <unfinished \\.\\.\\.>");
  private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");

  private static final int LONGEST = 4 << 19;

  private final String folder;
  private final List<Event> events = new ArrayList<>();
  private final Map<String, String> unfinished = new HashMap<>();
  private final Map<String, Long> positions = new HashMap<>();
  private final StringBuilder said = new StringBuilder();

  private DiskTrace(Path folder) {
    this.folder = folder.toString();
  }

  static List<Event> read(Path log, Path folder) throws IOException {
    DiskTrace trace = new DiskTrace(folder);
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      lines.forEach(trace::line);
    }
    return trace.events;
  }

  private void line(String line) {
    int space = line.indexOf(' ');
    String process = line.substring(0, space);
    String rest = line.substring(space).strip();
    if (rest.length() > LONGEST) {
      return; // the reserve: its bytes mean nothing
    }
    Matcher cut = UNFINISHED.matcher(rest);
    if (cut.matches()) {
      unfinished.put(process, cut.group(1));
      return;
    }
    Matcher resumed = RESUMED.matcher(rest);
    if (resumed.matches()) {
      rest = unfinished.remove(process) + resumed.group(1);
    }
    Matcher call = CALL.matcher(rest);
    if (call.matches() && !call.group(3).startsWith("-")) {
      call(call.group(1), call.group(2), Long.parseLong(call.group(3)));
    }
  }

  private void call(String name, String arguments, long result) {
    List<byte[]> parts = new ArrayList<>();
    Matcher part = PART.matcher(arguments);
    int end = 0;
    while (part.find()) {
      parts.add(bytes(part.group(1) != null ? part.group(1) : part.group(2)));
      end = part.end();
    }
    String[] last = arguments.substring(end).split(",\\s*");
    switch (name) {
      case "openat" -> opened(path(parts.get(1)), arguments);
      case "open", "creat" -> opened(path(parts.getFirst()), arguments);
      case "write" -> write(parts, arguments, result);
      case "pwrite64" -> {
        String file = path(parts.getFirst());
        if (file != null) {
          long offset = Long.parseLong(last[last.length - 1]);
          events.add(new Event.Write(file, offset, parts.get(1)));
        }
      }
      case "fsync", "fdatasync" -> one(parts.getFirst(), Event.Sync::new);
      case "ftruncate" ->
          one(
              parts.getFirst(),
              file -> new Event.Truncate(file, Long.parseLong(last[last.length - 1])));
      case "unlink" -> one(parts.getFirst(), Event.Unlink::new);
      case "unlinkat" -> one(parts.get(1), Event.Unlink::new);
      default -> {
        boolean at = !"rename".equals(name);
        String from = path(parts.get(at ? 1 : 0));
        String to = path(parts.get(at ? 3 : 1));
        if (from != null && to != null) {
          events.add(new Event.Rename(from, to));
        }
      }
    }
  }

  private void one(byte[] path, Function<String, Event> event) {
    String file = path(path);
    if (file != null) {
      events.add(event.apply(file));
    }
  }

  private void opened(String file, String arguments) {
    if (file == null || file.isEmpty()) {
      return;
    }
    positions.put(file, 0L);
    if (arguments.contains("O_CREAT")) {
      events.add(new Event.Create(file));
    }
    if (arguments.contains("O_TRUNC")) {
      events.add(new Event.Truncate(file, 0));
    }
  }

  private void write(List<byte[]> parts, String arguments, long result) {
    String file = path(parts.getFirst());
    if (file != null) {
      long offset = positions.getOrDefault(file, 0L);
      positions.put(file, offset + result);
      events.add(new Event.Write(file, offset, parts.get(1)));
    } else if (arguments.startsWith("1<")) {
      said.append(new String(parts.get(1), StandardCharsets.UTF_8));
      for (int line = said.indexOf("\n"); line >= 0; line = said.indexOf("\n")) {
        events.add(new Event.Said(said.substring(0, line)));
        said.delete(0, line + 1);
      }
    }
  }

  /** The name inside the folder, empty for the folder itself; null for what lies elsewhere. */
  private String path(byte[] bytes) {
    String path = new String(bytes, StandardCharsets.UTF_8);
    if (path.equals(folder)) {
      return "";
    }
    return path.startsWith(folder + "/") ? path.substring(folder.length() + 1) : null;
  }

  /** Pairs of hexadecimal digits, each after {@code \x}; a path may come as it is. */
  private static byte[] bytes(String text) {
    if (!text.startsWith("\\x")) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() / 4);
    for (int i = 2; i < text.length(); i += 4) {
      out.write(Character.digit(text.charAt(i), 16) << 4 | Character.digit(text.charAt(i + 1), 16));
    }
    return out.toByteArray();
  }
}
