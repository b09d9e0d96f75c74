package io.gemba.cloud.console.users;

import io.gemba.cloud.console.ConsoleClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Slows down guessing: ten wrong passwords from one address, or thirty for one account, within a
 * quarter of an hour. An account under attack still opens to an address that has not been wrong
 * itself, so nobody can lock others out. Time is the ticker's. Safe for any thread.
 */
final class LoginLimits {
  static final int PER_ADDRESS = 10;
  static final int PER_ACCOUNT = 30;
  static final long WINDOW_MS = TimeUnit.MINUTES.toMillis(15);

  /** Most addresses and accounts remembered; the longest quiet ones go first. */
  private static final int MOST = 20_000;

  private final ConsoleClock clock;
  private final Map<String, Deque<Long>> wrong = new LinkedHashMap<>(16, 0.75f, true);

  LoginLimits(ConsoleClock clock) {
    this.clock = clock;
  }

  /**
   * Seconds to wait, or 0 when the attempt may be made; it then counts as wrong until {@link
   * #right} is called, so that many at once are not let through together.
   */
  synchronized long attempt(String address, String account) {
    Deque<Long> byAddress = recent("@" + network(address));
    Deque<Long> byAccount = recent("=" + account);
    boolean tooMany =
        byAddress.size() >= PER_ADDRESS
            || (byAccount.size() >= PER_ACCOUNT && !byAddress.isEmpty());
    if (tooMany) {
      long oldest = byAddress.getFirst();
      return Math.max(1, TimeUnit.MILLISECONDS.toSeconds(oldest + WINDOW_MS - clock.tickMs()) + 1);
    }
    byAddress.addLast(clock.tickMs());
    byAccount.addLast(clock.tickMs());
    if (byAccount.size() > PER_ACCOUNT) {
      byAccount.removeFirst();
    }
    return 0;
  }

  /** Takes back what the last attempt counted. */
  synchronized void right(String address, String account) {
    recent("@" + network(address)).pollLast();
    recent("=" + account).pollLast();
  }

  private Deque<Long> recent(String key) {
    Deque<Long> times = wrong.computeIfAbsent(key, _ -> new ArrayDeque<>());
    while (!times.isEmpty() && times.getFirst() <= clock.tickMs() - WINDOW_MS) {
      times.removeFirst();
    }
    Iterator<Map.Entry<String, Deque<Long>>> eldest = wrong.entrySet().iterator();
    if (wrong.size() > MOST) {
      eldest.next();
      eldest.remove();
    }
    return times;
  }

  /** Whoever has one IPv6 address has 2^64 of them. */
  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    String[] groups = expanded(address);
    return String.join(":", groups[0], groups[1], groups[2], groups[3]);
  }

  private static String[] expanded(String address) {
    try {
      byte[] bytes = java.net.InetAddress.ofLiteral(address).getAddress();
      if (bytes.length == 16) {
        String[] groups = new String[8];
        for (int i = 0; i < 8; i++) {
          groups[i] = Integer.toHexString(((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff));
        }
        return groups;
      }
    } catch (IllegalArgumentException e) {
      // Not an address after all; it stands for itself.
    }
    return new String[] {address, "", "", ""};
  }
}
