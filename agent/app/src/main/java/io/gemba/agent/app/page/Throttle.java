package io.gemba.agent.app.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down whoever guesses passwords: after five wrong ones an address waits, a minute first,
 * then twice as long each time, at most an hour. Others are not concerned. Safe for several
 * threads.
 */
final class Throttle {
  private static final int FREE = 5;
  private static final long FIRST_NANOS = 60_000_000_000L;
  private static final int DOUBLINGS = 6;
  private static final long FORGET_NANOS = 2 * 3_600_000_000_000L;

  /** More addresses than a plant has; beyond it the oldest is forgotten. */
  private static final int MOST = 1_000;

  private final LongSupplier ticker;
  private final Map<String, Tries> tries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
          return size() > MOST;
        }
      };

  private record Tries(int wrong, long last) {}

  Throttle(LongSupplier nanoTicker) {
    this.ticker = nanoTicker;
  }

  /** Seconds this address has to wait; 0 = it may try. */
  synchronized long waitSeconds(String address) {
    Tries before = tries.get(address);
    if (before == null || before.wrong() < FREE) {
      return 0;
    }
    long passed = ticker.getAsLong() - before.last();
    long pause = FIRST_NANOS << Math.min(DOUBLINGS, before.wrong() - FREE);
    return Math.max(0, (pause - passed + 999_999_999) / 1_000_000_000);
  }

  /** A wrong password; how many there were in a row. */
  synchronized int wrong(String address) {
    Tries before = tries.get(address);
    long now = ticker.getAsLong();
    int wrong = before == null || now - before.last() > FORGET_NANOS ? 0 : before.wrong();
    Tries after = new Tries(wrong + 1, now);
    tries.put(address, after);
    return after.wrong();
  }

  synchronized void right(String address) {
    tries.remove(address);
  }
}
