package io.gemba.cloud.console.users;

import io.gemba.cloud.console.ConsoleClock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Passwords in, sessions out. A wrong password and an account that is not there cost the same and
 * are answered the same. Safe for any platform thread.
 */
public final class Logins {
  private static final int WAITING = 6;
  private static final long NOTE_EVERY_MS = 60_000;

  private final UserStore store;
  private final Passwords passwords;
  private final LoginLimits limits;
  private final Lifetimes lifetimes;
  private final ConsoleClock clock;
  private final Audit audit;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore room = new Semaphore(WAITING);

  /** Nobody is logged in who was not already in the store. */
  public Logins(
      UserStore store, Passwords passwords, Lifetimes lifetimes, ConsoleClock clock, Audit audit) {
    this.store = store;
    this.passwords = passwords;
    this.limits = new LoginLimits(clock);
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.audit = audit;
  }

  /** How an attempt ended. */
  public sealed interface Outcome {
    /** The cookie's value, and who has it now. */
    record Welcome(String cookie, Visitor visitor) implements Outcome {}

    /** Wrong name or password; which of them is not told. */
    record Wrong() implements Outcome {}

    /** Too many attempts; not checked. */
    record Wait(long seconds) implements Outcome {}
  }

  /** Tries to log in from an address; the name as it was written. */
  public Outcome login(String written, String password, String from) {
    String name = Account.name(written).orElse("?");
    Outcome checked = checked(name, password, from);
    if (!(checked instanceof Outcome.Welcome(String hash, Visitor visitor))) {
      return checked;
    }
    byte[] cookie = new byte[32];
    random.nextBytes(cookie);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(cookie);
    long now = clock.wallMs();
    Account account = new Account(visitor.name(), visitor.role(), visitor.sites());
    if (!store.open(new Session(id(text), account, now, now), hash)) {
      return wrong(name, from);
    }
    audit.record(visitor, "login", name, "ok");
    return new Outcome.Welcome(text, visitor);
  }

  /** Whether the password is the account's, for who has no session; counted like a login. */
  public Optional<Visitor> check(String written, String password, String from) {
    Outcome checked = checked(Account.name(written).orElse("?"), password, from);
    return checked instanceof Outcome.Welcome w ? Optional.of(w.visitor()) : Optional.empty();
  }

  /** A welcome here holds the hash that was matched instead of a cookie. */
  private Outcome checked(String name, String password, String from) {
    if (!room.tryAcquire()) {
      return new Outcome.Wait(1);
    }
    try {
      long wait = limits.attempt(from, name);
      if (wait > 0) {
        return new Outcome.Wait(wait);
      }
      Optional<String> hash = store.hash(name);
      if (password.length() > 2 * Passwords.LONGEST || hash.isEmpty()) {
        passwords.refuse(password.length() > 2 * Passwords.LONGEST ? "" : password);
        return wrong(name, from);
      }
      Optional<Account> account =
          passwords.matches(password, hash.get()) ? store.account(name) : Optional.empty();
      if (account.isEmpty()) {
        return wrong(name, from);
      }
      limits.right(from, name);
      return new Outcome.Welcome(hash.get(), account.get().visitor(from));
    } finally {
      room.release();
    }
  }

  private Outcome wrong(String name, String from) {
    Visitor stranger =
        new Visitor(Visitor.NOBODY, Role.VIEWER, new Sites(java.util.List.of()), from, false);
    audit.record(stranger, "login", name, "wrong name or password");
    return new Outcome.Wrong();
  }

  /**
   * Who has this cookie; empty when its session is over.
   *
   * @param use whether this counts as use: a request does, an open page of more than a viewer does
   *     not
   */
  public Optional<Visitor> visitor(String cookie, String from, boolean use) {
    long now = clock.wallMs();
    Optional<Session> session = store.session(id(cookie)).filter(s -> lives(s, now));
    session
        .filter(s -> now - s.seen() >= NOTE_EVERY_MS)
        .filter(s -> use || s.account().role() == Role.VIEWER)
        .ifPresent(s -> store.seen(s.id(), now));
    return session.map(s -> s.account().visitor(from));
  }

  private boolean lives(Session s, long now) {
    return now - s.seen() < lifetimes.idle().toMillis()
        && now - s.began() < lifetimes.of(s.account().role()).toMillis();
  }

  /** Ends the session of this cookie. */
  public void logout(String cookie) {
    store.end(id(cookie));
  }

  /** Ends what has outlived itself; for once in a while. */
  public void sweep() {
    long now = clock.wallMs();
    store.forget(now - lifetimes.idle().toMillis(), now - lifetimes.any().toMillis());
  }

  /** Seconds a browser may keep the cookie of such a visitor. */
  public int cookieSeconds(Visitor visitor) {
    return (int) Math.min(Integer.MAX_VALUE, lifetimes.of(visitor.role()).toSeconds());
  }

  /** What is kept of a cookie. */
  private static String id(String cookie) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(cookie.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
