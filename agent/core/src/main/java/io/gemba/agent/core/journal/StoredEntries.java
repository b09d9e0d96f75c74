package io.gemba.agent.core.journal;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How cursors and exports read a running journal: an entry at a time, decoded outside the lock. */
final class StoredEntries implements EntrySource {
  private final Journal journal;

  StoredEntries(Journal journal) {
    this.journal = journal;
  }

  @Override
  public long head() {
    return journal.head;
  }

  @Override
  public long samplesEver() {
    return journal.samplesEver;
  }

  @Override
  public @Nullable Entry find(long from, long upTo) throws JournalException {
    return sound(from, upTo, false);
  }

  @Override
  public @Nullable Entry findLast(long from, long upTo) throws JournalException {
    return sound(from, upTo, true);
  }

  /** The next entry from one end that can be read; those that cannot are set aside on the way. */
  private @Nullable Entry sound(long from, long upTo, boolean last) throws JournalException {
    long low = from;
    long high = upTo;
    while (true) {
      Entry fresh = journal.recent.get(last ? high : low);
      if (fresh != null) {
        return fresh;
      }
      EntryReader.Stored stored = last ? loadLast(low, high) : load(low, high);
      if (stored == null) {
        return null;
      }
      try {
        return EntryReader.decode(stored, journal.ledger);
      } catch (CorruptBlockException e) {
        setCorruptAside(stored.row(), e);
        if (last) {
          high = stored.row().id() - 1;
        } else {
          low = stored.row().id() + 1;
        }
      }
    }
  }

  private EntryReader.@Nullable Stored loadLast(long from, long upTo) throws JournalException {
    journal.lock.lock();
    try {
      return EntryReader.loadLast(journal.usable().database, from, upTo);
    } catch (SQLException e) {
      throw journal.fail(e);
    } finally {
      journal.lock.unlock();
    }
  }

  EntryReader.@Nullable Stored load(long from, long upTo) throws JournalException {
    journal.lock.lock();
    try {
      return EntryReader.load(journal.usable().database, from, upTo);
    } catch (SQLException e) {
      throw journal.fail(e);
    } finally {
      journal.lock.unlock();
    }
  }

  /** Shows everything that is there now, while the journal goes on working. */
  void visit(Visitor visitor) throws JournalException, IOException {
    try {
      EntryWalk.walk(this::load, journal.ledger, journal.head, aside(), visitor);
    } catch (SQLException e) {
      throw new IllegalStateException("a running journal explains its errors itself", e);
    }
  }

  private Map<Long, Map<String, String>> aside() throws JournalException {
    journal.lock.lock();
    try {
      return EntryWalk.aside(journal.usable().database);
    } catch (SQLException e) {
      throw journal.fail(e);
    } finally {
      journal.lock.unlock();
    }
  }

  private void setCorruptAside(Transaction.Row row, CorruptBlockException e) {
    journal.lock.lock();
    try {
      long weight = row.kind() == Transaction.BLOCK ? row.count() : 0;
      for (Cursor cursor : journal.uplinks.all()) {
        cursor.corrupt(row.id(), weight, "corrupt: " + e.getMessage());
      }
    } finally {
      journal.lock.unlock();
    }
  }
}
