package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gemba.agent.core.journal.DiskTrace.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power fails between any two system calls. strace records what the real SQLite really writes
 * and flushes for a journal ({@link PowerCutPlant}); then the disk is built as it would be after a
 * cut, again and again ({@link CutDisk}), and the agent starts on it. Needs strace. The long form
 * is {@code -Dgemba.cuts=50000}, other luck {@code -Dgemba.seed=7}.
 */
class PowerCutTest {
  private static final int CUTS = Integer.getInteger("gemba.cuts", 400);
  private static final long SEED = Long.getLong("gemba.seed", 1);

  @TempDir Path folder;

  @Test
  void whateverTheCutLeavesOpensAndHoldsWhatWasPromised() throws Exception {
    List<Event> events = record();
    Random random = new Random(SEED);
    Map<Integer, Integer> cuts = new TreeMap<>(); // after so many events, so many cuts
    int first = firstOfDatabase(events);
    for (int i = 0; i < CUTS; i++) {
      int at =
          CUTS >= events.size() ? i % (events.size() + 1) : random.nextInt(first, events.size());
      cuts.merge(at, 1, Integer::sum);
    }
    CutDisk disk = new CutDisk();
    Promise promise = Promise.NONE;
    for (int i = 0; i <= events.size(); i++) {
      for (int cut = 0; cut < cuts.getOrDefault(i, 0); cut++) {
        CutDisk.Luck luck = CutDisk.Luck.values()[random.nextInt(CutDisk.Luck.values().length)];
        check(
            disk,
            luck,
            random,
            promise,
            "cut after event " + i + ", " + luck + ", after " + words(events, i));
      }
      if (i < events.size()) {
        disk.happens(events.get(i));
        promise = events.get(i) instanceof Event.Said(String line) ? promise.then(line) : promise;
      }
    }
    assertThat(promise.journals()).as("the plant ran to its end").isEqualTo(2);
    assertThat(promise.running()).isFalse();
  }

  private static String words(List<Event> events, int to) {
    StringBuilder words = new StringBuilder();
    for (Event event : events.subList(Math.max(0, to - 12), to)) {
      words.append("\n  ").append(event.toString().replaceAll("bytes=.*", ""));
    }
    return words.append("\n").toString();
  }

  private static int firstOfDatabase(List<Event> events) {
    int first = 0;
    while (first < events.size() && !(events.get(first) instanceof Event.Create)) {
      first++;
    }
    return first;
  }

  private List<Event> record() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
    Path plant = Files.createDirectory(folder.resolve("plant")).toRealPath();
    Path log = folder.resolve("strace.log");
    Process process =
        new ProcessBuilder(
                "strace",
                "-f",
                "-y",
                "-xx",
                "-s",
                "4000000",
                "--seccomp-bpf",
                "-o",
                log.toString(),
                "-e",
                "trace=" + DiskTrace.CALLS,
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PowerCutPlant.class.getName(),
                plant.toString())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    String errors = Files.readString(folder.resolve("errors"));
    assumeTrue(!errors.contains("ptrace"), "strace may not trace here");
    assertThat(exit).as(said + errors).isZero();
    return DiskTrace.read(log, plant);
  }

  /** In memory where possible: the cuts are many, and no flush matters any more. */
  private Path fresh() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.createTempDirectory(Files.isWritable(memory) ? memory : folder, "gemba-cut");
  }

  private void check(CutDisk disk, CutDisk.Luck luck, Random random, Promise promise, String where)
      throws Exception {
    Path left = fresh();
    try {
      disk.cut(left, luck, random);
      new AfterTheCut(left, promise, where).check();
    } finally {
      delete(left);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = new ArrayList<>(all.toList());
    }
    files.add(folder);
    for (Path file : files) {
      Files.delete(file);
    }
  }

  /**
   * What the journal has said to be durable so far.
   *
   * @param journals how many journals there were: 2 after a corrupt one was put aside
   * @param id of the present one; empty between a corruption and the first word of the next one
   * @param last number of the last sample
   * @param released up to which number the quick uplink's releases are durable
   * @param running whether it has not been stopped cleanly
   */
  record Promise(int journals, String id, long last, long released, boolean running) {
    static final Promise NONE = new Promise(0, "", 0, 0, false);

    Promise then(String line) {
      String[] words = line.split(" ");
      return switch (words[0]) {
        case "committed" ->
            new Promise(
                words[1].equals(id) ? journals : journals + 1,
                words[1],
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                true);
        case "closing" -> new Promise(journals, id, last, released, false);
        case "closed" -> new Promise(journals, id, last, last, false);
        case "corrupting" -> NONE;
        case "corrupted" -> new Promise(1, "", 0, 0, false);
        default -> this; // a helper of the SQLite driver says something too
      };
    }
  }

  /** The agent starts on what the cut left. */
  private static final class AfterTheCut extends JournalTestBase {
    private final Promise promise;
    private final String where;

    AfterTheCut(Path left, Promise promise, String where) {
      this.directory = left;
      this.promise = promise;
      this.where = where;
    }

    void check() throws Exception {
      try {
        clock.pass(java.time.Duration.ofDays(1));
        Journal journal = open();
        if (promise.journals() == 0) {
          return; // it opened, and nobody was promised more
        }
        journal.retainUplinks(Set.of("hq", "quick"));
        if (!promise.id().isEmpty()) {
          assertThat(journal.id()).as(where).isEqualTo(promise.id());
        }
        assertThat(journal.nextSeq("press1")).as(where).isGreaterThan(promise.last());
        List<Entry> all = drain(journal.outbox("hq"));
        everythingIsThere(journal, all);
        losses(gaps(all).stream().map(Entry.Gap::cause).toList());
        quick(journal);
        append(journal, PRESS, 3);
        journal.close();
        assertThat(new JournalFile(directory).verify().problems()).as(where).isEmpty();
      } catch (JournalException e) {
        throw new AssertionError(where, e);
      } finally {
        closeJournals();
      }
    }

    private void everythingIsThere(Journal journal, List<Entry> all) {
      long next = 1;
      for (Entry.Block block : blocks(all)) {
        assertThat(block.firstSeq()).as(where).isEqualTo(next);
        assertThat(block.samples())
            .as(where)
            .isEqualTo(PowerCutPlant.samples(next, block.samples().size()));
        next += block.samples().size();
      }
      assertThat(next).as(where).isEqualTo(journal.nextSeq("press1"));
    }

    private void losses(List<String> causes) {
      if (promise.running()) {
        assertThat(causes).as(where).contains("unclean-stop");
      }
      if (promise.journals() == 2 || promise.id().isEmpty()) {
        assertThat(causes).as(where).containsAnyOf(DeviceNote.CORRUPT, DeviceNote.REPLACED);
      }
    }

    /** Comes again: only what was released after the last promise. Is missing: nothing. */
    private void quick(Journal journal) throws JournalException {
      List<Entry.Block> again = blocks(drain(journal.outbox("quick")));
      long first = again.isEmpty() ? journal.nextSeq("press1") : again.getFirst().firstSeq();
      assertThat(first).as(where).isBetween(promise.released() + 1, promise.last() + 1);
      long next = first;
      for (Entry.Block block : again) {
        assertThat(block.firstSeq()).as(where).isEqualTo(next);
        next += block.samples().size();
      }
      assertThat(next).as(where).isEqualTo(journal.nextSeq("press1"));
    }
  }
}
