package io.gemba.agent.core.alarm;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what stands of all alarms in one small text file, replaced as a whole and on the disk
 * before {@link #write} returns. A file that cannot be understood is as good as none: what still
 * holds is raised anew. Used by one thread.
 */
public final class AlarmMemoryFile {
  private static final String ACTIVE = ".active";

  private final Path file;
  private List<AlarmMemory> written = List.of();

  /** Keeps memories in this file, which need not exist. */
  public AlarmMemoryFile(Path file) {
    this.file = file;
  }

  /**
   * What the last run kept; empty when there was none or its file is damaged.
   *
   * @throws IOException when the disk fails
   */
  public List<AlarmMemory> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
      List<AlarmMemory> memories = new ArrayList<>();
      for (String key : new TreeSet<>(properties.stringPropertyNames())) {
        if (key.endsWith(ACTIVE)) {
          memories.add(memory(key.substring(0, key.length() - ACTIVE.length()), properties));
        }
      }
      written = List.copyOf(memories);
      return memories;
    } catch (IllegalArgumentException | DateTimeException | CharacterCodingException e) {
      return List.of();
    }
  }

  /**
   * Replaces what is kept; does nothing when nothing changed.
   *
   * @throws IOException when the disk is full or fails; the old file is still there then
   */
  public void write(List<AlarmMemory> memories) throws IOException {
    if (memories.equals(written)) {
      return;
    }
    Properties properties = new Properties();
    memories.forEach(memory -> put(memory, properties));
    StringWriter text = new StringWriter();
    properties.store(text, "alarms that are active, not acknowledged or shelved");
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    written = List.copyOf(memories);
  }

  private static void put(AlarmMemory memory, Properties to) {
    String id = memory.id();
    to.setProperty(id + ACTIVE, Boolean.toString(memory.active()));
    to.setProperty(id + ".since", memory.since().toString());
    memory.value().ifPresent(value -> to.setProperty(id + ".value", Double.toString(value)));
    to.setProperty(id + ".acknowledged", Boolean.toString(memory.acknowledged()));
    put(id + ".by", memory.by(), to);
    put(id + ".comment", memory.comment(), to);
    put(id + ".shelved", memory.shelvedUntil(), to);
  }

  private static void put(String key, @Nullable Object value, Properties to) {
    if (value != null) {
      to.setProperty(key, value.toString());
    }
  }

  private static AlarmMemory memory(String id, Properties from) {
    String value = from.getProperty(id + ".value");
    String shelved = from.getProperty(id + ".shelved");
    return new AlarmMemory(
        id,
        Boolean.parseBoolean(from.getProperty(id + ACTIVE)),
        Instant.parse(from.getProperty(id + ".since", "")),
        value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value)),
        Boolean.parseBoolean(from.getProperty(id + ".acknowledged")),
        from.getProperty(id + ".by"),
        from.getProperty(id + ".comment"),
        shelved == null ? null : Instant.parse(shelved));
  }
}
