package io.gemba.agent.core.journal;

import io.gemba.agent.core.clock.ClockMark;
import io.gemba.agent.core.config.JournalConfig;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every sample on disk until every uplink has it.
 *
 * <h2>What is promised</h2>
 *
 * Which test shows which sentence stands in agent/core/README.md.
 *
 * <ul>
 *   <li><b>Committed</b> means: {@link #append} returned. It is then on the disk, as far as the
 *       disk keeps its word when told to flush.
 *   <li><b>The window</b>: what has been handed in and not committed yet, {@code commit-every} long
 *       (up to 10 s where {@code daily-write-budget} asks for it), is not promised.
 *   <li><b>kill -9</b> at any moment: everything committed is there, every number at most once; the
 *       next start leaves a gap record, cause {@code unclean-stop}, for each device that was
 *       active.
 *   <li><b>Power cut</b> at any moment: as kill -9. The log is flushed at every commit, the folder
 *       whenever a name in it matters; nothing that was not flushed is relied on, in whatever order
 *       its sectors reached the disk.
 *   <li><b>Clean stop</b>: everything is there, releases too, and no gap record is made.
 *   <li><b>An uplink's release</b> is durable with the next commit, at latest a second after: after
 *       a crash some of the last window may be sent again, under the same numbers.
 *   <li><b>Full disk or {@code max-size}</b>: {@code when-full} decides who gives way; each lost
 *       number is named by a gap record, cause {@code buffer-full}, for exactly those uplinks that
 *       had not had it. The last 8 MiB of a disk are left alone, and 8 more kept in reserve, so
 *       that it can make room while others fill the disk to the last byte.
 *   <li><b>{@code max-age}</b>: the same, cause {@code too-old}; never for samples taken before the
 *       clock was set.
 *   <li><b>Read-only disk</b>: at the start refused in words; later as a failed write.
 *   <li><b>Failed read, write or flush</b> (EIO): {@link #append} throws, and goes on throwing
 *       until {@link #reopen} works again; whether the failed one is durable after all is told by
 *       {@link #commits} then. A file that cannot be read is not taken for a damaged one.
 *   <li><b>Slow disk</b>: samples wait in the inbox; what does not fit is counted and named.
 *   <li><b>Corrupt file</b>: put aside whole as {@code gemba.db.corrupt-UTC}, and a new journal
 *       with a new {@link #id} begins. What it held is not sent; a gap record, cause {@code
 *       corrupt-journal}, says so for each device it knew, or {@code journal-replaced} where the
 *       file was taken away. {@link Salvage} saves what still checks out.
 *   <li><b>Corrupt block</b>: never sent; its numbers are named by a gap record, cause {@code
 *       corrupt}.
 *   <li><b>Clock step</b>: order is by id and number, never by time; a step neither reorders nor
 *       drops, except that a step forwards ages entries early; it is named by a clock record. What
 *       was taken before the clock was set is put right once it is, in the same boot ({@link
 *       ClockBook}).
 *   <li><b>Second agent</b>: refused, in words. One process holds the file at a time; a lock of
 *       another program is waited for at the start, half a minute.
 * </ul>
 *
 * <h2>What is not promised</h2>
 *
 * The open commit window. Anything on a disk that says it has flushed and has not, or that changes
 * sectors nobody wrote to. Names of devices and points in a file that was damaged: blocks have
 * checksums, names do not. That a record of a lost journal's devices is complete when the disk was
 * full as they were first seen.
 *
 * <p>Memory does not grow with the backlog. Safe for several threads; a lock lets one at a time to
 * the database, and only platform threads should come, because a virtual one is pinned by native
 * code meanwhile.
 */
public final class Journal implements AutoCloseable {
  private static final long RELEASES_WAIT_MS = 1_000;

  private final JournalConfig config;
  private final InstantSource clock;
  private final JournalFiles files;
  final ReentrantLock lock = new ReentrantLock();
  private final Wear wear;
  private final DeviceNote note;
  private final Reserve reserve;
  private final DiskSpace space;
  private final Appender appender;
  private final Housekeeping housekeeping;
  private final Opening opening;
  private final StoredEntries entries = new StoredEntries(this);
  final Uplinks uplinks = new Uplinks(entries);
  final Recent recent = new Recent();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  // Guarded by the lock.
  @Nullable Opened opened;
  private @Nullable Exception broken;
  private boolean suspect;
  private long lastCommitMs;

  volatile Ledger ledger = new Ledger();
  volatile long head;
  volatile long samplesEver;
  private volatile long commits;

  private Journal(JournalConfig config, InstantSource clock, Tuning tuning) {
    this.config = config;
    this.clock = clock;
    this.files = new JournalFiles(config.directory());
    this.note = new DeviceNote(config.directory());
    this.reserve = new Reserve(config.directory());
    this.wear = new Wear(config, Wear.meter(reserve), Wear.nowMs());
    this.space = new DiskSpace(config.maxSize(), reserve);
    this.appender = new Appender(space, config.whenFull());
    this.housekeeping = new Housekeeping(config.maxAge());
    this.opening = new Opening(files, note, uplinks, tuning);
  }

  /**
   * Opens or makes the journal in {@code config.directory()}; only one agent at a time may hold it.
   */
  public static Journal open(JournalConfig config, InstantSource clock) throws JournalException {
    return open(config, clock, Tuning.DEFAULT);
  }

  static Journal open(JournalConfig config, InstantSource clock, Tuning tuning)
      throws JournalException {
    Journal journal = new Journal(config, clock, tuning);
    journal.lock.lock();
    try {
      journal.openDatabase(true);
      return journal;
    } finally {
      journal.lock.unlock();
    }
  }

  private void openDatabase(boolean starting) throws JournalException {
    try {
      tryOpen(starting);
    } catch (JournalException e) {
      if (!DatabaseErrors.isFull(e) || !reserve.giveUp()) {
        throw e;
      }
      tryOpen(starting);
    }
  }

  private void tryOpen(boolean starting) throws JournalException {
    Instant now = clock.instant();
    Opened fresh = opening.open(starting, suspect, ledger, now);
    if (!fresh.ledger.id.equals(ledger.id)) {
      recent.clear();
    }
    publish(fresh.ledger);
    note.keep(fresh.ledger, now.toEpochMilli());
    lastCommitMs = now.toEpochMilli();
    opened = fresh;
    broken = null;
    suspect = false;
  }

  private void publish(Ledger current) {
    ledger = current;
    commits = current.commits;
    samplesEver = current.samples;
    head = current.nextEntry - 1;
  }

  /** Something that is done under the lock. */
  private interface Work<T extends @Nullable Object> {
    T run() throws SQLException, JournalException;
  }

  private <T extends @Nullable Object> T locked(Work<T> work) throws JournalException {
    lock.lock();
    try {
      return work.run();
    } catch (SQLException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The journal's identity, a UUID. Read it for every batch: after a corrupt file was set aside it
   * is a new one.
   */
  public String id() {
    return ledger.id;
  }

  /** The uplink's view; a name never seen before starts with everything still in the journal. */
  public Outbox outbox(String uplink) throws JournalException {
    return locked(
        () -> {
          Cursor known = uplinks.get(uplink);
          if (known != null) {
            return known;
          }
          write(false); // what entries carry is in the tables then
          return uplinks.add(usable().database, ledger, uplink, clock.millis());
        });
  }

  /** As {@link #retainUplinks(Set, Map)}, where none has said that it was renamed. */
  public void retainUplinks(Set<String> names) throws JournalException {
    retainUplinks(names, Map.of());
  }

  /**
   * Registers these uplinks and forgets all others, which then no longer hold entries. A renamed
   * one goes on where it was under its old name, and so does the only new one in the place of the
   * only one that is gone. Call it once after opening.
   *
   * @param formerNames by new name, the old one
   */
  public void retainUplinks(Set<String> names, Map<String, String> formerNames)
      throws JournalException {
    locked(
        () -> {
          write(false); // what entries carry is in the tables then
          uplinks.rename(usable().database, ledger, names, formerNames);
          return uplinks;
        });
    for (String name : names) {
      outbox(name);
    }
    Opened unused =
        locked(
            () -> {
              Opened state = usable();
              write(false); // what entries carry is in the tables then
              uplinks.retain(state.database, names);
              state.loadAside();
              return state;
            });
  }

  /**
   * Calls the listener whenever there is more to deliver, on the thread that appended or retried;
   * it must not block.
   */
  public void onCommit(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * How long samples may wait for their commit: {@code commit-every}, or longer where {@code
   * daily-write-budget} asks for it.
   */
  Duration commitWindow() {
    return wear.window();
  }

  /** The number the device's next sample gets, from 1. */
  public long nextSeq(String device) {
    lock.lock();
    try {
      Ledger.Device known = ledger.known(device);
      return known == null ? 1 : known.nextSeq;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many appends are durable; tells after {@link #reopen} whether a failed one is there after
   * all.
   */
  public long commits() {
    return commits;
  }

  /**
   * Appends everything in one transaction: samples get their device's next numbers, then the gaps.
   * Durable when it returns.
   *
   * @return the new entries as uplinks will see them; fewer than given where a full journal refused
   * @throws JournalException when it failed; whether it is durable is open until {@link #reopen}
   */
  public List<Entry> append(List<DeviceSamples> samples, List<GapDraft> gaps, ClockMark mark)
      throws JournalException {
    List<Entry> added;
    lock.lock();
    try {
      Transaction tx = begin();
      tx.append();
      appender.append(tx, samples, gaps, mark, usable());
      housekeeping.run(tx, usable(), mark.synced());
      commit(tx);
      added = tx.added();
    } catch (SQLException e) {
      throw fail(e);
    } catch (RuntimeException e) {
      broken = e; // the counters in memory are not to be trusted any more
      throw e;
    } finally {
      lock.unlock();
    }
    listeners.forEach(Runnable::run);
    return added;
  }

  /** Appends by the wall clock alone. */
  public List<Entry> append(List<DeviceSamples> samples, List<GapDraft> gaps, boolean clockSynced)
      throws JournalException {
    return append(samples, gaps, ClockMark.wall(clock.millis(), clockSynced));
  }

  /** Whether an earlier run in the same boot of the machine found the wall clock set. */
  public boolean clockWasSet(String boot) {
    lock.lock();
    try {
      return ledger.clock.wasSet(boot);
    } finally {
      lock.unlock();
    }
  }

  /**
   * When nothing was appended: writes outstanding releases once they are a second old, and applies
   * the age cap. Where the clock was set or stepped, that is written at once.
   */
  public void maintain(ClockMark mark) throws JournalException {
    boolean unused =
        locked(
            () -> {
              usable();
              if (ledger.clock.isNews(mark)) {
                Transaction tx = begin();
                tx.clock(mark);
                commit(tx);
              }
              long now = clock.millis();
              boolean releases =
                  Math.abs(now - lastCommitMs) >= RELEASES_WAIT_MS
                      && uplinks.all().stream().anyMatch(Cursor::hasUnwritten);
              if (releases || (mark.synced() && housekeeping.isAgeDue(now))) {
                write(mark.synced());
              }
              return releases;
            });
  }

  void maintain(boolean clockSynced) throws JournalException {
    maintain(ClockMark.wall(clock.millis(), clockSynced));
  }

  private void write(boolean clockSynced) throws SQLException, JournalException {
    Transaction tx = begin();
    housekeeping.run(tx, usable(), clockSynced);
    commit(tx);
  }

  private Transaction begin() throws SQLException, JournalException {
    wear.begin();
    Opened state = usable();
    return new Transaction(state.database, ledger, uplinks.all(), state.openGaps, clock.millis());
  }

  private void commit(Transaction tx) throws SQLException, JournalException {
    tx.commit();
    wear.committed(tx.ledger.samples - samplesEver, Wear.nowMs());
    space.written();
    lastCommitMs = tx.now;
    usable().committed(tx);
    if (tx.clockSet()) {
      recent.clear();
    }
    if (!uplinks.all().isEmpty()) {
      tx.added().forEach(recent::add);
    }
    publish(tx.ledger);
    note.keep(tx.ledger, tx.now);
  }

  Opened usable() throws JournalException {
    Opened open = opened;
    if (open == null || broken != null) {
      String why = broken == null ? "it is closed" : "it failed before: " + broken.getMessage();
      throw new JournalException("journal " + files.database() + ": " + why);
    }
    return open;
  }

  JournalException fail(SQLException e) {
    broken = e;
    suspect |= DatabaseErrors.isCorrupt(e);
    Opened open = opened;
    if (DatabaseErrors.isFull(e) && open != null) {
      space.wasFull(open.database.bytesUsedIfKnown(), clock.millis());
    }
    return DatabaseErrors.explain(files.database(), e);
  }

  /** After a JournalException: closes the database and opens it again, reading what is durable. */
  public void reopen() throws JournalException {
    lock.lock();
    try {
      Opened open = opened;
      if (open != null) {
        open.database.close();
      }
      opened = null;
      openDatabase(false);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows everything it still holds, in the order of commits, while it goes on working; what is
   * appended meanwhile is not shown.
   */
  public void visit(Visitor visitor) throws JournalException, IOException {
    entries.visit(visitor);
  }

  /**
   * Puts what the uplink set aside back into its queue, under the old numbers; an open session
   * takes it at once.
   *
   * @return how many entries
   * @throws JournalException when there is no such uplink, or the journal failed
   */
  public int retry(String uplink) throws JournalException {
    int entries =
        locked(
            () -> {
              Cursor cursor = uplinks.known(uplink);
              write(false); // what was set aside a moment ago is in the table then
              Transaction tx = begin();
              int again = Retry.all(tx, cursor);
              commit(tx);
              usable().loadAside();
              return again;
            });
    listeners.forEach(Runnable::run);
    return entries;
  }

  /** What it holds now. */
  public JournalStatus status() throws JournalException {
    return locked(
        () ->
            StatusReader.read(
                usable().database, files, ledger, uplinks.all(), config.maxSize(), wear.status()));
  }

  /** For tests: a disk full beyond so many pages; 0 ends that with the next opening. */
  void limitPages(int pages) throws SQLException {
    lock.lock();
    try {
      opening.limitPages(pages);
      Opened open = opened;
      if (open != null && pages > 0) {
        open.database.pragma("max_page_count=" + pages);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * A clean stop: writes outstanding releases and leaves the mark that no sample was lost. Closing
   * again does nothing.
   *
   * @throws JournalException when that failed; what was committed is safe all the same
   */
  @Override
  public void close() throws JournalException {
    lock.lock();
    try {
      Opened open = opened;
      if (open == null) {
        return;
      }
      if (broken == null) {
        Transaction tx = begin();
        housekeeping.last(tx, open);
        open.database.update("UPDATE journal SET running=0");
        commit(tx);
      }
    } catch (SQLException e) {
      throw fail(e);
    } finally {
      Opened open = opened;
      if (open != null) {
        open.database.close();
        appender.close();
      }
      opened = null;
      lock.unlock();
    }
  }
}
