package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A journal's file that no agent holds, for the command line: check, export, retry. */
public final class JournalFile {
  private final JournalFiles files;

  /** The journal in this directory. */
  public JournalFile(Path directory) {
    files = new JournalFiles(directory);
  }

  /** Something that is done with the open database. */
  private interface Work<T> {
    T with(Database database, Ledger ledger) throws SQLException, JournalException, IOException;
  }

  private <T> T open(Work<T> work) throws JournalException, IOException {
    if (!Files.exists(files.database())) {
      throw new JournalException(
          "no journal at " + files.database() + ": check journal.directory in the configuration");
    }
    try (Database database = Database.open(files.database(), Tuning.DEFAULT)) {
      JournalOpener.check(database, false);
      return work.with(database, Ledger.load(database));
    } catch (SQLException e) {
      throw DatabaseErrors.isHeld(e) ? files.held(e) : DatabaseErrors.explain(files.database(), e);
    }
  }

  /**
   * Shows everything it still holds.
   *
   * @throws JournalException when an agent holds it, or it is damaged
   */
  public void visit(Visitor visitor) throws JournalException, IOException {
    Path unused =
        open(
            (database, ledger) -> {
              walk(database, ledger, visitor);
              return database.file();
            });
  }

  private static void walk(Database database, Ledger ledger, Visitor visitor)
      throws SQLException, JournalException, IOException {
    EntryWalk.walk(
        (from, upTo) -> EntryReader.load(database, from, upTo),
        ledger,
        Long.MAX_VALUE,
        EntryWalk.aside(database),
        visitor);
  }

  /** Databases that were found corrupt and put aside, oldest first. */
  public List<Path> corrupt() throws JournalException {
    return files.corrupt();
  }

  /**
   * Reads every page and decodes every entry.
   *
   * @throws JournalException when it cannot be judged: there is none, or an agent holds it
   */
  public JournalCheck verify() throws JournalException, IOException {
    Tally tally = new Tally();
    try {
      Path file =
          open(
              (database, ledger) -> {
                database.query(row -> tally.page(row.getString(1)), "PRAGMA integrity_check(20)");
                walk(database, ledger, tally);
                return database.file();
              });
      return tally.result(file);
    } catch (JournalException e) {
      if (!(e.getCause() instanceof SQLException cause) || !DatabaseErrors.isCorrupt(cause)) {
        throw e;
      }
      tally.problems.add(String.valueOf(e.getMessage()));
      return tally.result(files.database());
    }
  }

  /**
   * Puts what the uplink set aside back into its queue.
   *
   * @return how many entries
   * @throws JournalException when an agent holds it, or it knows no such uplink
   */
  public int retry(String uplink, InstantSource clock) throws JournalException, IOException {
    return open(
        (database, ledger) -> {
          Uplinks uplinks = new Uplinks(new Counts(ledger.nextEntry - 1, ledger.samples));
          uplinks.load(database, ledger, clock.millis());
          Transaction tx =
              new Transaction(database, ledger, uplinks.all(), Map.of(), clock.millis());
          int entries = Retry.all(tx, uplinks.known(uplink));
          tx.commit();
          return entries;
        });
  }

  /** A cursor's view where nobody reads entries. */
  record Counts(long head, long samplesEver) implements EntrySource {
    @Override
    public @Nullable Entry find(long from, long upTo) {
      return null;
    }

    @Override
    public @Nullable Entry findLast(long from, long upTo) {
      return null;
    }
  }

  /** Counts what is there and notes what is wrong. */
  private static final class Tally implements Visitor {
    private static final int MOST_PROBLEMS = 50;
    private final List<String> problems = new ArrayList<>();
    private long blocks;
    private long samples;
    private long gaps;
    private long damaged;

    void page(String finding) {
      if (!"ok".equals(finding)) {
        problems.add("database page: " + finding);
      }
    }

    @Override
    public void entry(Entry entry, Map<String, String> setAside) {
      if (entry instanceof Entry.Block block) {
        blocks++;
        samples += block.samples().size();
      } else if (entry instanceof Entry.Gap) {
        gaps++;
      }
    }

    @Override
    public void damaged(
        long id, @Nullable DeviceRef device, long firstSeq, long count, String why) {
      damaged++;
      if (problems.size() < MOST_PROBLEMS) {
        String of = device == null ? "" : " of " + device.name();
        problems.add("entry " + id + of + ", " + count + " numbers from " + firstSeq + ": " + why);
      }
    }

    JournalCheck result(Path file) {
      return new JournalCheck(file, blocks, samples, gaps, damaged, List.copyOf(problems));
    }
  }
}
