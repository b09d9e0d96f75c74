package io.gemba.agent.app.page;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in: 256 random bits in a cookie, forgotten after 15 minutes without use, after 12
 * hours in any case, and when the agent ends. Safe for several threads.
 */
final class Sessions {
  private static final long IDLE_NANOS = 900_000_000_000L;
  private static final long LONGEST_NANOS = 12 * 3_600_000_000_000L;
  private static final int MOST = 100;
  private static final int BYTES = 32;

  private final LongSupplier ticker;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new HashMap<>();

  /**
   * One login.
   *
   * @param id what the cookie holds
   * @param csrf what a POST must repeat in a header, which no other site can
   */
  record Session(String id, String csrf, long began, long used) {}

  Sessions(LongSupplier nanoTicker) {
    this.ticker = nanoTicker;
  }

  synchronized Session begin() {
    sessions.values().removeIf(this::over);
    if (sessions.size() >= MOST) {
      sessions.clear(); // that many people do not use one gateway
    }
    long now = ticker.getAsLong();
    Session session = new Session(token(), token(), now, now);
    sessions.put(session.id(), session);
    return session;
  }

  /** The session of a cookie, in use again now; null when it is over or never was. */
  synchronized @Nullable Session use(@Nullable String id) {
    Session session = id == null ? null : sessions.get(id);
    if (session == null || over(session)) {
      return null;
    }
    Session used = new Session(session.id(), session.csrf(), session.began(), ticker.getAsLong());
    sessions.put(session.id(), used);
    return used;
  }

  synchronized void end(String id) {
    sessions.remove(id);
  }

  String token() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private boolean over(Session session) {
    long now = ticker.getAsLong();
    return now - session.used() > IDLE_NANOS || now - session.began() > LONGEST_NANOS;
  }
}
