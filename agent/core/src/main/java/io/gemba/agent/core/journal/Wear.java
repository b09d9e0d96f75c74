package io.gemba.agent.core.journal;

import io.gemba.agent.core.config.JournalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What the journal writes physically, measured: the {@code write_bytes} of the thread that commits
 * (Linux, proc(5)), from its first transaction on. So it holds the log, its copying into the
 * database and the kernel's rounding up to pages, and nothing of the rest of the agent; not what
 * the file system writes about itself, nor what a card makes of it inside. From the bytes of a
 * commit follows the window that keeps to the daily budget. Guarded by the journal's lock, but for
 * {@link #window}.
 */
final class Wear {
  /** However small the budget, a commit comes after so long. */
  static final Duration LONGEST_WINDOW = Duration.ofSeconds(10);

  private static final Path IO = Path.of("/proc/thread-self/io");
  private static final String WRITTEN = "write_bytes: ";
  private static final double DAY_MS = 86_400_000;

  /** How far back the projection looks: what was an hour ago hardly counts. */
  private static final double MEMORY_MS = 600_000;

  /** Asking the kernel costs a good part of a commit: not for each of hundreds a second. */
  private static final long READ_EVERY_MS = 100;

  private static final double NEWEST_COMMIT = 0.05;

  private final long budget;
  private final Duration commitEvery;
  private final long endurance;
  private final LongSupplier meter;
  private long measured = -1;
  private long atBegin;
  private long newCommits;
  private long newSamples;
  private long bytes;
  private long samples;
  private double recentBytes;
  private double recentMs;
  private double bytesPerCommit;
  private long lastMs;
  private volatile Duration window;

  Wear(JournalConfig config, LongSupplier meter, long nowMs) {
    this.budget = config.dailyWriteBudget();
    this.commitEvery = config.commitEvery();
    this.endurance = config.cardEndurance();
    this.meter = meter;
    this.window = commitEvery;
    this.lastMs = nowMs;
  }

  /** Milliseconds that no step of the wall clock touches. */
  static long nowMs() {
    return System.nanoTime() / 1_000_000;
  }

  /** Projections from less are guesses. */
  private static final double LEAST_MS = 10_000;

  /**
   * What this thread has written so far, but for the reserve; -1 where the kernel does not tell.
   */
  static LongSupplier meter(Reserve reserve) {
    return () -> {
      long written = writtenByThisThread();
      return written < 0 ? -1 : Math.max(0, written - reserve.bytesWritten());
    };
  }

  /** Bytes that this thread has written so far; -1 where the kernel does not tell. */
  static long writtenByThisThread() {
    try {
      for (String line : Files.readAllLines(IO)) {
        if (line.startsWith(WRITTEN)) {
          return Long.parseLong(line.substring(WRITTEN.length()));
        }
      }
    } catch (IOException | NumberFormatException _) {
      // Not Linux, or a kernel without accounting: the status says that it is not known.
    }
    return -1;
  }

  void begin() {
    long thread = Thread.currentThread().threadId();
    if (thread != measured) {
      measured = thread;
      atBegin = meter.getAsLong();
    }
  }

  void committed(long samplesInIt, long nowMs) {
    newCommits += samplesInIt > 0 ? 1 : 0;
    newSamples += samplesInIt;
    if (samples == 0 || Math.abs(nowMs - lastMs) >= READ_EVERY_MS) {
      read(nowMs);
    }
  }

  private void read(long nowMs) {
    long now = meter.getAsLong();
    if (now < 0) {
      bytes = -1;
      return;
    }
    long written = Math.max(0, now - atBegin);
    atBegin = now;
    double passed = Math.clamp(nowMs - lastMs, 0L, (long) DAY_MS);
    double keep = Math.exp(-passed / MEMORY_MS);
    recentBytes = recentBytes * keep + written;
    recentMs = recentMs * keep + passed;
    bytes += written;
    samples += newSamples;
    lastMs = nowMs;
    if (newCommits > 0) {
      double each = (double) written / newCommits;
      bytesPerCommit += (each - bytesPerCommit) * (bytesPerCommit == 0 ? 1 : NEWEST_COMMIT);
      adapt();
    }
    newCommits = 0;
    newSamples = 0;
  }

  private void adapt() {
    if (budget > 0) {
      long fits = (long) (bytesPerCommit * DAY_MS / budget);
      long shortest = commitEvery.toMillis();
      long longest = Math.max(shortest, LONGEST_WINDOW.toMillis());
      window = Duration.ofMillis(Math.clamp(fits, shortest, longest));
    }
  }

  /** How long samples may wait for their commit now. Any thread. */
  Duration window() {
    return window;
  }

  JournalStatus.Wear status() {
    double perDay = recentMs < LEAST_MS ? 0 : recentBytes / recentMs * DAY_MS;
    CardLife life = new CardLife(endurance, bytes < 0 ? -1 : (long) perDay);
    return new JournalStatus.Wear(bytes, samples, (long) perDay, budget, commitEvery, window, life);
  }
}
