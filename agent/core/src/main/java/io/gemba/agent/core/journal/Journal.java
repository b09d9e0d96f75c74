package io.gemba.agent.core.journal;

import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.journal.CapGaps.GapKind;
import io.gemba.agent.core.journal.CapGaps.Written;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
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
 * <ul>
 *   <li><b>Committed</b> means: {@link #append} returned. It is then on the disk, as far as the
 *       disk keeps its word when told to flush. What is still in the commit window ({@code
 *       commit-every}; up to 10 s where {@code daily-write-budget} asks for it) is not promised.
 *   <li><b>kill -9</b> at any moment: everything committed is there, every number at most once; the
 *       next start leaves a gap record, cause {@code unclean-stop}, for each device that was
 *       active.
 *   <li><b>Power cut</b>: as kill -9; SQLite's log is flushed at every commit ({@code
 *       synchronous=FULL}). (Tested with real power cuts by issue 3.)
 *   <li><b>Clean stop</b>: everything is there, releases too, and no gap record is made.
 *   <li><b>An uplink's release</b> is durable with the next commit, at latest a second after: after
 *       a crash some of the last window may be sent again, under the same numbers.
 *   <li><b>Full disk or {@code max-size}</b>: {@code when-full} decides who gives way; each lost
 *       number is named by a gap record, cause {@code buffer-full}, for exactly those uplinks that
 *       had not had it. The last 8 MiB of a disk are left alone, and 8 more kept in reserve, so
 *       that it can make room while others fill the disk to the last byte.
 *   <li><b>{@code max-age}</b>: the same, cause {@code too-old}; never for samples taken before the
 *       clock was set.
 *   <li><b>Failed write or flush, read-only disk</b>: {@link #append} throws, and goes on throwing
 *       until {@link #reopen} works again; whether the failed one is durable after all is told by
 *       {@link #commits} then.
 *   <li><b>Corrupt file</b>: put aside whole as {@code gemba.db.corrupt-UTC}, and a new journal
 *       with a new {@link #id} begins. What it held is not sent; a gap record, cause {@code
 *       corrupt-journal}, says so for each device it knew, or {@code journal-replaced} where the
 *       file was taken away.
 *   <li><b>Corrupt block</b>: never sent; its numbers are named by a gap record, cause {@code
 *       corrupt}.
 *   <li><b>Clock step</b>: order is by id and number, never by time; a step neither reorders nor
 *       drops, except that a step forwards ages entries early.
 *   <li><b>Second agent</b>: refused, in words. One process holds the file at a time; a lock of
 *       another program is waited for at the start, half a minute.
 * </ul>
 *
 * <p>Memory does not grow with the backlog. Safe for several threads; a lock lets one at a time to
 * the database, and only platform threads should come, because a virtual one is pinned by native
 * code meanwhile.
 */
public final class Journal implements AutoCloseable {
  private static final long RELEASES_WAIT_MS = 1_000;
  private static final long AGE_CHECK_MS = 60_000;
  private static final int PURGE_FROM = 64;
  private static final int PURGE_AT_ONCE = 2_000;

  private final JournalConfig config;
  private final InstantSource clock;
  private final int pageSize;
  private final JournalFiles files;
  final ReentrantLock lock = new ReentrantLock();
  private final Wear wear;
  private final DeviceNote note;
  private final Reserve reserve;
  private final DiskSpace space;
  private final Appender appender;
  private final StoredEntries entries = new StoredEntries(this);
  final Uplinks uplinks = new Uplinks(entries);
  final Recent recent = new Recent();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  // Valid for one opening of the database; guarded by the lock.
  @Nullable Database database;
  private @Nullable Exception broken;
  private boolean suspect;
  private boolean foundDamaged;
  private Ranges gone = new Ranges();
  private Ranges aside = new Ranges();
  private Map<GapKind, Written> openGaps = new HashMap<>();
  private long lastCommitMs;
  private long ageCheckedMs;

  private int pageLimit;

  volatile Ledger ledger = new Ledger();
  volatile long head;
  volatile long samplesEver;
  private volatile long commits;

  private Journal(JournalConfig config, InstantSource clock, int pageSize) {
    this.config = config;
    this.clock = clock;
    this.pageSize = pageSize;
    this.files = new JournalFiles(config.directory());
    this.wear = new Wear(config, Wear::writtenByThisThread, clock.millis());
    this.note = new DeviceNote(config.directory());
    this.reserve = new Reserve(config.directory());
    this.space = new DiskSpace(config.maxSize(), reserve);
    this.appender = new Appender(space, config.whenFull());
  }

  /**
   * Opens or makes the journal in {@code config.directory()}; only one agent at a time may hold it.
   */
  public static Journal open(JournalConfig config, InstantSource clock) throws JournalException {
    return open(config, clock, Database.PAGE_SIZE);
  }

  static Journal open(JournalConfig config, InstantSource clock, int pageSize)
      throws JournalException {
    Journal journal = new Journal(config, clock, pageSize);
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
    int damagedBefore = files.corrupt().size();
    Database opened = JournalOpener.open(files, pageSize, suspect, head + 1, now);
    try {
      if (pageLimit > 0) {
        opened.pragma("max_page_count=" + pageLimit);
      }
      foundDamaged = files.corrupt().size() > damagedBefore;
      load(opened, now.toEpochMilli(), starting);
      files.own(now);
    } catch (SQLException e) {
      opened.close();
      throw DatabaseErrors.explain(files.database(), e);
    } catch (JournalException | RuntimeException e) {
      opened.close();
      throw e;
    }
    database = opened;
    broken = null;
    suspect = false;
  }

  private void load(Database opened, long now, boolean starting)
      throws SQLException, JournalException {
    String before = ledger.id;
    Ledger loaded = Ledger.load(opened);
    if (!loaded.id.equals(before)) {
      recent.clear();
    }
    uplinks.load(opened, loaded, now);
    gone = new Ranges();
    openGaps = new HashMap<>();
    loadAside(opened);
    boolean newRun = starting || !loaded.id.equals(before);
    if (newRun) {
      begin(opened, loaded, now);
    }
    publish(loaded);
    note.keep(loaded, now);
    lastCommitMs = now;
  }

  private void loadAside(Database opened) throws SQLException, JournalException {
    Ranges ids = new Ranges();
    opened.query(
        row -> ids.add(row.getLong(1), row.getLong(1), 0), "SELECT DISTINCT entry FROM set_aside");
    aside = ids;
  }

  /** Marks the journal as running, and names what an unclean stop may have lost. */
  private void begin(Database opened, Ledger loaded, long now)
      throws SQLException, JournalException {
    Transaction tx = new Transaction(opened, loaded, uplinks.all(), openGaps, now);
    UncleanStop.name(tx);
    note.load();
    note.nameLost(tx, foundDamaged ? DeviceNote.CORRUPT : DeviceNote.REPLACED);
    loaded.run++;
    opened.update("UPDATE journal SET running=1");
    tx.commit();
  }

  private void publish(Ledger current) {
    ledger = current;
    commits = current.commits;
    samplesEver = current.samples;
    head = current.nextEntry - 1;
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
    lock.lock();
    try {
      Cursor known = uplinks.get(uplink);
      return known != null ? known : uplinks.add(usable(), ledger, uplink, clock.millis());
    } catch (SQLException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
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
    lock.lock();
    try {
      uplinks.rename(usable(), names, formerNames);
    } catch (SQLException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
    for (String name : names) {
      outbox(name);
    }
    lock.lock();
    try {
      uplinks.retain(usable(), names);
      loadAside(usable());
    } catch (SQLException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
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
  public List<Entry> append(List<DeviceSamples> samples, List<GapDraft> gaps, boolean clockSynced)
      throws JournalException {
    List<Entry> added;
    lock.lock();
    try {
      Transaction tx = begin();
      appender.append(tx, samples, gaps, clockSynced, gone, aside);
      tx.ledger.commits++;
      housekeeping(tx, clockSynced, PURGE_FROM);
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

  /**
   * When nothing was appended: writes outstanding releases once they are a second old, and applies
   * the age cap.
   */
  public void maintain(boolean clockSynced) throws JournalException {
    lock.lock();
    try {
      usable();
      long now = clock.millis();
      boolean releases =
          Math.abs(now - lastCommitMs) >= RELEASES_WAIT_MS
              && uplinks.all().stream().anyMatch(Cursor::hasUnwritten);
      if (releases || (clockSynced && Math.abs(now - ageCheckedMs) >= AGE_CHECK_MS)) {
        write(clockSynced, PURGE_FROM);
      }
    } catch (SQLException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  private void write(boolean clockSynced, int purgeFrom) throws SQLException, JournalException {
    Transaction tx = begin();
    housekeeping(tx, clockSynced, purgeFrom);
    commit(tx);
  }

  private Transaction begin() throws SQLException, JournalException {
    wear.begin();
    return new Transaction(usable(), ledger, uplinks.all(), openGaps, clock.millis());
  }

  private void housekeeping(Transaction tx, boolean clockSynced, int purgeFrom)
      throws SQLException, JournalException {
    tx.writeAsides(clockSynced);
    tx.purge(gone, aside, purgeFrom, PURGE_AT_ONCE);
    if (clockSynced && Math.abs(tx.now - ageCheckedMs) >= AGE_CHECK_MS) {
      Caps.dropOld(tx, tx.now - config.maxAge().toMillis());
      ageCheckedMs = tx.now;
    }
  }

  private void commit(Transaction tx) throws SQLException {
    tx.commit();
    wear.committed(tx.ledger.samples - samplesEver, tx.now);
    space.written();
    lastCommitMs = tx.now;
    openGaps = tx.openGaps;
    tx.deleted.intervals().forEach(i -> gone.add(i.first(), i.last(), 0));
    tx.setAside.intervals().forEach(i -> aside.add(i.first(), i.last(), 0));
    if (!uplinks.all().isEmpty()) {
      tx.added().forEach(recent::add);
    }
    publish(tx.ledger);
    note.keep(tx.ledger, tx.now);
  }

  Database usable() throws JournalException {
    Database open = database;
    if (open == null || broken != null) {
      String why = broken == null ? "it is closed" : "it failed before: " + broken.getMessage();
      throw new JournalException("journal " + files.database() + ": " + why);
    }
    return open;
  }

  JournalException fail(SQLException e) {
    broken = e;
    suspect |= DatabaseErrors.isCorrupt(e);
    Database open = database;
    if (DatabaseErrors.isFull(e) && open != null) {
      space.wasFull(open.bytesUsedIfKnown(), clock.millis());
    }
    return DatabaseErrors.explain(files.database(), e);
  }

  /** After a JournalException: closes the database and opens it again, reading what is durable. */
  public void reopen() throws JournalException {
    lock.lock();
    try {
      Database open = database;
      if (open != null) {
        open.close();
      }
      database = null;
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
    int entries = putBack(uplink);
    listeners.forEach(Runnable::run);
    return entries;
  }

  private int putBack(String uplink) throws JournalException {
    lock.lock();
    try {
      Cursor cursor = uplinks.known(uplink);
      write(false, PURGE_FROM); // what was set aside a moment ago is in the table then
      Transaction tx = begin();
      int entries = Retry.all(tx, cursor);
      commit(tx);
      loadAside(usable());
      return entries;
    } catch (SQLException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  /** What it holds now. */
  public JournalStatus status() throws JournalException {
    lock.lock();
    try {
      return StatusReader.read(
          usable(), files, ledger, uplinks.all(), config.maxSize(), wear.status());
    } catch (SQLException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  /** For tests: a disk full beyond so many pages; 0 ends that with the next opening. */
  void limitPages(int pages) throws SQLException {
    lock.lock();
    try {
      pageLimit = pages;
      Database open = database;
      if (open != null && pages > 0) {
        open.pragma("max_page_count=" + pages);
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
      Database open = database;
      if (open == null) {
        return;
      }
      if (broken == null) {
        Transaction tx = begin();
        housekeeping(tx, false, 1);
        open.update("UPDATE journal SET running=0");
        commit(tx);
      }
    } catch (SQLException e) {
      throw fail(e);
    } finally {
      Database open = database;
      if (open != null) {
        open.close();
        appender.close();
      }
      database = null;
      lock.unlock();
    }
  }
}
