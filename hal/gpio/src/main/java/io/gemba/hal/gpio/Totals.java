package io.gemba.hal.gpio;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The totals of a device's counters and run-times, kept in a small text file so that they survive
 * restarts.
 *
 * <p>What is promised: a total that was saved is never gone below. It is saved when a run ends, and
 * while it runs at most once a minute, if anything was counted; each time as a whole new file that
 * reached the disk before it took the old one's name. So a clean stop loses nothing; a crash or a
 * power cut sets a total back to what it was up to a minute (or a failed save) earlier, and the
 * next start knows by {@link #unsavedSince} that this may have happened. Totals are signed 64-bit
 * numbers and in practice never wrap. Used by the thread of the run alone.
 */
public final class Totals {
  private static final long SAVE_EVERY = Duration.ofMinutes(1).toNanos();
  private static final String HEAD = "gemba counters 1";

  /** One point's sum since it was first configured: pulses, or milliseconds of run-time. */
  public static final class Total {
    private long value;

    /** What it is now. */
    public long value() {
      return value;
    }

    /** Adds; a negative number takes away. */
    public void add(long more) {
      value += more;
    }
  }

  private final Path file;
  private final InstantSource clock;
  private final Map<String, Total> totals = new TreeMap<>();
  private Optional<Instant> unsavedSince = Optional.empty();
  private long lastSave;
  private String saved = "";

  private Totals(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Reads a file, or begins at 0 where there is none. One that cannot be understood is set aside
   * under another name.
   *
   * @throws IOException the disk does not let itself be read
   */
  static Totals in(Path file, InstantSource clock) throws IOException {
    Totals totals = new Totals(file, clock);
    if (Files.exists(file)) {
      try {
        totals.read(Files.readAllLines(file));
      } catch (IllegalArgumentException | DateTimeParseException | CharacterCodingException e) {
        totals.totals.clear();
        totals.unsavedSince = Optional.of(Instant.EPOCH);
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".bad"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return totals;
  }

  private void read(List<String> lines) {
    String[] state = lines.size() > 1 ? lines.get(1).split(" ", -1) : new String[0];
    if (state.length != 2 || !lines.getFirst().equals(HEAD) || !lines.getLast().equals("end")) {
      throw new IllegalArgumentException("no file of counters");
    }
    for (String line : lines.subList(2, lines.size() - 1)) {
      int space = line.lastIndexOf(' ');
      if (space < 1) {
        throw new IllegalArgumentException("no counter: " + line);
      }
      total(line.substring(0, space)).add(Long.parseLong(line.substring(space + 1)));
    }
    Instant when = Instant.parse(state[1]);
    unsavedSince = state[0].equals("stopped") ? Optional.empty() : Optional.of(when);
  }

  /** A counter's total, 0 for a new one. */
  Total total(String point) {
    return totals.computeIfAbsent(point, name -> new Total());
  }

  /** If the last run did not end as it should: since when nothing was saved. Told once. */
  Optional<Instant> unsavedSince() {
    Optional<Instant> since = unsavedSince;
    unsavedSince = Optional.empty();
    return since;
  }

  /** Saves if a minute has passed and something was counted. */
  void saveIfDue(long ticks) throws IOException {
    if (ticks - lastSave >= SAVE_EVERY) {
      begin(ticks);
    }
  }

  /** Notes that pulses are being counted, and the totals so far. */
  void begin(long ticks) throws IOException {
    lastSave = ticks;
    save("running");
  }

  /** Notes that nothing was counted after this. */
  void end() throws IOException {
    save("stopped");
  }

  private void save(String state) throws IOException {
    StringBuilder text = new StringBuilder();
    totals.forEach((point, total) -> text.append(point + " " + total.value + "\n"));
    if (totals.isEmpty() || saved.equals(state + text)) {
      return;
    }
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    // a stream, because a channel would be closed by an interrupt, which is how runs end
    try (FileOutputStream out = new FileOutputStream(whole.toFile())) {
      String head = HEAD + "\n" + state + " " + clock.instant() + "\n";
      out.write((head + text + "end\n").getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    }
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    saved = state + text;
  }
}
