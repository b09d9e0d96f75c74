package io.gemba.agent.core.journal;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves samples from the inbox to the journal, one transaction per {@code commit-every}, on a
 * thread of its own.
 */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"}) // stubs, replaced next
public final class JournalWriter implements AutoCloseable {

  /**
   * Not started yet. The ticker is monotonic, in nanoseconds; {@code clockSynced} is asked at every
   * commit.
   */
  public JournalWriter(
      Journal journal,
      Inbox inbox,
      Duration commitEvery,
      LongSupplier ticker,
      BooleanSupplier clockSynced) {
    throw new UnsupportedOperationException(
        "" + journal + inbox + commitEvery + ticker + clockSynced);
  }

  /** Tells the listener of every commit from now on. */
  public void onCommit(CommitListener listener) {
    throw new UnsupportedOperationException(listener.toString());
  }

  /** Starts the thread. */
  public void start() {
    throw new UnsupportedOperationException();
  }

  /** What keeps it from writing, in words; null when it writes. */
  public @Nullable String problem() {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes what the inbox still holds, waiting at most two seconds, and ends the thread. The
   * journal stays open.
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
