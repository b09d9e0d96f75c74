package io.gemba.agent.core.journal;

import io.gemba.agent.core.clock.ClockMark;
import io.gemba.agent.core.clock.ClockWatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves samples from the inbox to the journal, one transaction per {@code commit-every} (longer
 * where {@code daily-write-budget} asks for it), on a platform thread of its own. When the journal
 * fails it keeps what it holds, opens the journal again with growing pauses, looks whether the
 * failed commit is there after all, and goes on; the inbox overflows meanwhile into a counted gap,
 * cause {@code journal-failed}.
 */
public final class JournalWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
  private static final int SOONER_FROM = 20_000;
  private static final long FIRST_PAUSE_NANOS = 250_000_000;
  private static final long LONGEST_PAUSE_NANOS = 30_000_000_000L;
  private static final int GIVES_UP_AFTER = 5;
  private static final Duration CLOSE_WAITS = Duration.ofSeconds(2);

  /** What is being written, and how one recognizes it in the journal afterwards. */
  private record Batch(Straddle taken, String journal, long commits, List<Long> firsts) {}

  private final Journal journal;
  private final Inbox inbox;
  private final long everyNanos;
  private final LongSupplier ticker;
  private final Supplier<ClockMark> marks;
  private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Thread thread;
  private volatile boolean stopping;
  private volatile boolean sooner;
  private volatile @Nullable String problem;

  // The writer's thread only.
  private @Nullable Batch batch;
  private final ArrayDeque<Straddle> taken = new ArrayDeque<>();
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long retryAt;
  private int bugs;

  /**
   * Not started yet, with a watched clock; samples are marked with it when they are taken out of
   * the inbox. The ticker is monotonic, in nanoseconds.
   */
  public JournalWriter(
      Journal journal, Inbox inbox, Duration commitEvery, LongSupplier ticker, ClockWatch clock) {
    this(journal, inbox, commitEvery, ticker, (Supplier<ClockMark>) clock::mark);
  }

  /** The same by the wall clock alone, of which is only known whether it was set. */
  public JournalWriter(
      Journal journal,
      Inbox inbox,
      Duration commitEvery,
      LongSupplier ticker,
      BooleanSupplier clockSynced) {
    this(
        journal,
        inbox,
        commitEvery,
        ticker,
        (Supplier<ClockMark>)
            () -> ClockMark.wall(System.currentTimeMillis(), clockSynced.getAsBoolean()));
  }

  private JournalWriter(
      Journal journal,
      Inbox inbox,
      Duration commitEvery,
      LongSupplier ticker,
      Supplier<ClockMark> marks) {
    this.journal = journal;
    this.inbox = inbox;
    this.everyNanos = commitEvery.toNanos();
    this.ticker = ticker;
    this.marks = marks;
    inbox.wakeAt(SOONER_FROM, this::wake);
  }

  /** Tells the listener of every commit from now on. */
  public void onCommit(CommitListener listener) {
    listeners.add(listener);
  }

  /** Starts the thread. */
  public void start() {
    thread = Thread.ofPlatform().name("gemba-journal").daemon().start(this::run);
  }

  /** What keeps it from writing, in words; null when it writes. */
  public @Nullable String problem() {
    return problem;
  }

  private void run() {
    long due = ticker.getAsLong() + window();
    while (!stopping) {
      long left = due - ticker.getAsLong();
      if (left > 0 && !sooner) {
        LockSupport.parkNanos(this, left);
        continue;
      }
      due = ticker.getAsLong() + window();
      cycle(false);
    }
    cycle(true);
  }

  private long window() {
    return Math.max(everyNanos, journal.commitWindow().toNanos());
  }

  private void wake() {
    sooner = true;
    LockSupport.unpark(thread);
  }

  /** One turn: takes what waits and writes it, or tries again what failed. */
  void cycle(boolean last) {
    sooner = false;
    if (problem != null && !last && ticker.getAsLong() - retryAt < 0) {
      return;
    }
    try {
      if (problem != null) {
        journal.reopen();
        forgetDurable();
      }
      write(last);
      while (batch == null && (last || !taken.isEmpty())) {
        // the rest around a step of the clock; at last, what arrived while a failed one was written
        last &= !taken.isEmpty();
        write(true);
      }
      recovered();
    } catch (JournalException e) {
      failed(e);
    } catch (RuntimeException e) {
      failed(e);
      if (++bugs >= GIVES_UP_AFTER) {
        turnIntoGap(e);
      }
    }
  }

  private void write(boolean last) throws JournalException {
    Batch current = batch;
    if (current == null) {
      Straddle next = take(last);
      if (next == null) {
        return;
      }
      current = number(next);
    } else {
      current = number(current.taken());
    }
    batch = current;
    Inbox.Drained content = current.taken().content();
    List<Entry> entries = journal.append(content.samples(), content.gaps(), current.taken().mark());
    batch = null;
    tellKept(content);
    for (Entry entry : entries) {
      if (entry instanceof Entry.Block block) {
        tell(
            new DeviceSamples(block.device(), block.samples(), block.historic()), block.firstSeq());
      } else if (entry instanceof Entry.Gap gap) {
        listeners.forEach(listener -> listener.gap(gap));
      }
    }
  }

  private @Nullable Straddle take(boolean last) throws JournalException {
    if (taken.isEmpty()) {
      Inbox.Drained drained = inbox.drain(last);
      ClockMark mark = marks.get();
      if (drained.isEmpty()) {
        tellKept(drained); // its samples came with an earlier commit
        journal.maintain(mark);
        return null;
      }
      taken.addAll(Straddle.split(drained, mark));
    }
    return taken.poll();
  }

  private Batch number(Straddle content) {
    List<Long> firsts = new ArrayList<>();
    Map<String, Long> before = new HashMap<>(); // a device's live samples come before its history
    for (DeviceSamples part : content.content().samples()) {
      String device = part.device().name();
      long ahead = before.getOrDefault(device, 0L);
      firsts.add(journal.nextSeq(device) + ahead);
      before.put(device, ahead + part.samples().size());
    }
    return new Batch(content, journal.id(), journal.commits(), firsts);
  }

  /** A commit that failed may be there all the same: the journal's own numbers decide. */
  private void forgetDurable() {
    Batch tried = batch;
    if (tried == null
        || !tried.journal().equals(journal.id())
        || journal.commits() <= tried.commits()) {
      return;
    }
    batch = null;
    tellKept(tried.taken().content());
    List<DeviceSamples> samples = tried.taken().content().samples();
    for (int i = 0; i < samples.size(); i++) {
      tell(samples.get(i), tried.firsts().get(i));
    }
  }

  private static void tellKept(Inbox.Drained content) {
    for (Runnable action : content.onceKept()) {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.error("An adapter failed when it was told that its samples are safe", e);
      }
    }
  }

  private void tell(DeviceSamples part, long firstSeq) {
    for (CommitListener listener : listeners) {
      try {
        if (part.historic()) {
          listener.committedHistory(part.device(), firstSeq, part.samples());
        } else {
          listener.committed(part.device(), firstSeq, part.samples());
        }
      } catch (RuntimeException e) {
        LOG.error("A listener failed on samples of {}; they are safe", part.device().name(), e);
      }
    }
  }

  private void failed(Exception e) {
    String what = String.valueOf(e.getMessage());
    if (problem == null) {
      LOG.error("Samples wait in memory, up to the inbox's size: {}", what, e);
      pauseNanos = FIRST_PAUSE_NANOS;
    } else {
      pauseNanos = Math.min(LONGEST_PAUSE_NANOS, pauseNanos * 2);
    }
    problem = what;
    retryAt = ticker.getAsLong() + pauseNanos;
    inbox.overflowCause("journal-failed");
  }

  private void recovered() {
    bugs = 0;
    if (problem != null) {
      LOG.info("The journal writes again");
      problem = null;
      inbox.overflowCause(Inbox.INBOX_FULL);
    }
  }

  /** The same samples make the journal fail again and again: better a named gap than no journal. */
  private void turnIntoGap(RuntimeException e) {
    bugs = 0;
    Batch poison = batch;
    if (poison == null) {
      return;
    }
    LOG.error("These samples cannot be written and become a gap record", e);
    List<GapDraft> gaps = new ArrayList<>(poison.taken().content().gaps());
    for (DeviceSamples part : poison.taken().content().samples()) {
      int count = part.samples().size();
      gaps.add(
          new GapDraft(
              part.device(),
              part.samples().getFirst().sourceTime(),
              part.samples().getLast().sourceTime(),
              "unwritable",
              count,
              null,
              count));
    }
    Inbox.Drained named = new Inbox.Drained(List.of(), gaps, poison.taken().content().onceKept());
    batch = number(new Straddle(named, poison.taken().mark()));
  }

  /**
   * Writes what the inbox still holds, waiting at most two seconds, and ends the thread. The
   * journal stays open.
   */
  @Override
  public void close() {
    stopping = true;
    Thread running = thread;
    if (running == null) {
      cycle(true);
      return;
    }
    LockSupport.unpark(running);
    try {
      running.join(CLOSE_WAITS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
