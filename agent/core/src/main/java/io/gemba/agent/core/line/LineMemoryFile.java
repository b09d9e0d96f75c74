package io.gemba.agent.core.line;

import io.gemba.cloud.spi.LineStatus.State;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the memories of all lines in one small text file, replaced as a whole, so that a power cut
 * leaves the old one or the new one. A file that cannot be understood is as good as none: the
 * shift's times begin anew, and coverage says so. Used by one thread.
 */
public final class LineMemoryFile {
  private final Path file;
  private List<LineMemory> written = List.of();

  /** Keeps memories in this file, which need not exist. */
  public LineMemoryFile(Path file) {
    this.file = file;
  }

  /**
   * What the last run kept; empty when there was none or its file is damaged.
   *
   * @throws IOException when the disk fails
   */
  public List<LineMemory> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
      List<LineMemory> memories = new ArrayList<>();
      for (String line : lines(properties)) {
        memories.add(memory(line, properties));
      }
      return memories;
    } catch (IllegalArgumentException
        | DateTimeException
        | java.nio.charset.CharacterCodingException e) {
      return List.of();
    }
  }

  /**
   * Replaces what is kept; does nothing when nothing changed, because every write wears the card.
   *
   * @throws IOException when the disk is full or fails; the old file is still there then
   */
  public void write(List<LineMemory> memories) throws IOException {
    if (memories.equals(written)) {
      return;
    }
    Properties properties = new Properties();
    memories.forEach(memory -> put(memory, properties));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (Writer writer = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
      properties.store(writer, "what the lines counted in this shift");
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    written = List.copyOf(memories);
  }

  private static Set<String> lines(Properties properties) {
    Set<String> lines = new TreeSet<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.endsWith(".at")) {
        lines.add(key.substring(0, key.length() - ".at".length()));
      }
    }
    return lines;
  }

  private static void put(LineMemory memory, Properties to) {
    String line = memory.line() + ".";
    to.setProperty(line + "at", memory.at().toString());
    to.setProperty(line + "shift", memory.shiftFrom().toString());
    memory.millis().forEach((state, ms) -> to.setProperty(line + "ms." + state, ms.toString()));
    to.setProperty(line + "busy", Long.toString(memory.busy()));
    to.setProperty(line + "known", Long.toString(memory.known()));
    memory.good().ifPresent(count -> to.setProperty(line + "good", Long.toString(count)));
    memory.goodLast().ifPresent(last -> to.setProperty(line + "good-last", Double.toString(last)));
    memory.reject().ifPresent(count -> to.setProperty(line + "reject", Long.toString(count)));
    memory
        .rejectLast()
        .ifPresent(last -> to.setProperty(line + "reject-last", Double.toString(last)));
    memory.energy().ifPresent(kwh -> to.setProperty(line + "energy", Double.toString(kwh)));
    memory
        .energyLast()
        .ifPresent(last -> to.setProperty(line + "energy-last", Double.toString(last)));
    put(memory.stops(), line + "stop.", to);
    put(memory.before(), line + "before.", to);
  }

  private static void put(List<Stop> stops, String prefix, Properties to) {
    for (int i = 0; i < stops.size(); i++) {
      to.setProperty(prefix + i, StopText.of(stops.get(i)));
    }
  }

  private static LineMemory memory(String name, Properties from) {
    String line = name + ".";
    Map<State, Long> millis = new EnumMap<>(State.class);
    for (State state : State.values()) {
      String ms = from.getProperty(line + "ms." + state);
      if (ms != null) {
        millis.put(state, Long.valueOf(ms));
      }
    }
    return new LineMemory(
        name,
        Instant.parse(needed(from, line + "at")),
        Instant.parse(needed(from, line + "shift")),
        millis,
        Long.parseLong(needed(from, line + "busy")),
        Long.parseLong(needed(from, line + "known")),
        count(from, line + "good"),
        last(from, line + "good-last"),
        count(from, line + "reject"),
        last(from, line + "reject-last"),
        last(from, line + "energy"),
        last(from, line + "energy-last"),
        stops(from, line + "stop."),
        stops(from, line + "before."));
  }

  private static List<Stop> stops(Properties from, String prefix) {
    List<Stop> stops = new ArrayList<>();
    for (String text = from.getProperty(prefix + 0);
        text != null;
        text = from.getProperty(prefix + stops.size())) {
      stops.add(StopText.read(text));
    }
    return stops;
  }

  private static String needed(Properties from, String key) {
    String value = from.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key);
    }
    return value;
  }

  private static OptionalLong count(Properties from, String key) {
    String value = from.getProperty(key);
    return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  private static OptionalDouble last(Properties from, String key) {
    String value = from.getProperty(key);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
  }
}
