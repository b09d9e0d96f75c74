package io.gemba.agent.app.page;

import com.sun.net.httpserver.HttpExchange;
import io.gemba.agent.app.page.Sessions.Session;
import io.gemba.agent.core.config.PageConfig;
import io.gemba.agent.core.config.PagePassword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what. With a password everybody has to log in, or send it as HTTP Basic (for a
 * Prometheus); without one the page listens on loopback only and this machine's users may do all.
 * Safe for several threads.
 */
final class Access {
  private static final Logger log = LoggerFactory.getLogger(Access.class);
  private static final String COOKIE = "gemba-page";

  private final Optional<Path> passwordFile;
  private final Sessions sessions;
  private final Throttle throttle;
  private final String openCsrf;

  /** Checking a password costs a Pi a good part of a second: one at a time. */
  private final Semaphore checking = new Semaphore(1);

  /** What a Prometheus sent that was right, so that each scrape does not cost that again. */
  private volatile byte[] lastBasic = new byte[0];

  Access(PageConfig config, LongSupplier nanoTicker) {
    this.passwordFile = config.passwordFile();
    this.sessions = new Sessions(nanoTicker);
    this.throttle = new Throttle(nanoTicker);
    this.openCsrf = sessions.token();
  }

  /** Whether one has to log in at all. */
  boolean closed() {
    return passwordFile.isPresent();
  }

  /** Whether whoever asks may see the page; a session counts as used. */
  boolean maySee(HttpExchange exchange) throws Refusal {
    return !closed() || session(exchange) != null || basic(exchange);
  }

  void checkSees(HttpExchange exchange) throws Refusal {
    if (!maySee(exchange)) {
      throw new Refusal(401, "log in first");
    }
  }

  /** For whatever changes something: logged in by the page, with its token in a header. */
  void checkActs(HttpExchange exchange) throws Refusal {
    String token = exchange.getRequestHeaders().getFirst("X-Gemba-Token");
    String expected = token(exchange);
    if (expected == null) {
      throw new Refusal(401, "log in first");
    }
    if (token == null || !same(token, expected)) {
      throw new Refusal(403, "the token is missing or old: load the page again");
    }
  }

  /** What a POST must send in X-Gemba-Token; null when one has to log in first. */
  @Nullable String token(HttpExchange exchange) {
    if (!closed()) {
      return openCsrf;
    }
    Session session = session(exchange);
    return session == null ? null : session.csrf();
  }

  /** Checks a password and begins a session. */
  void logIn(HttpExchange exchange, String password) throws Refusal {
    checkPassword(exchange, password);
    Session session = sessions.begin();
    log.info("page: {} logged in", address(exchange));
    // Not Secure: the page speaks HTTP, on loopback or behind the plant's own network.
    exchange
        .getResponseHeaders()
        .set("Set-Cookie", COOKIE + "=" + session.id() + "; Path=/; HttpOnly; SameSite=Strict");
  }

  void logOut(HttpExchange exchange) {
    Session session = session(exchange);
    if (session != null) {
      sessions.end(session.id());
    }
    exchange
        .getResponseHeaders()
        .set("Set-Cookie", COOKIE + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
  }

  private void checkPassword(HttpExchange exchange, String password) throws Refusal {
    String from = address(exchange);
    long wait = throttle.waitSeconds(from);
    if (wait > 0) {
      throw new Refusal(429, "too many wrong passwords: wait " + wait + " s", wait);
    }
    if (!checking.tryAcquire()) {
      throw new Refusal(429, "somebody else is logging in: try again", 1);
    }
    boolean right;
    try {
      // Read anew each time: a new password needs no restart.
      right = PagePassword.read(passwordFile.orElseThrow()).matches(password.toCharArray());
    } catch (IOException e) {
      log.error("page: nobody can log in: {}", e.getMessage());
      throw new Refusal(503, "nobody can log in: see the agent's log");
    } finally {
      checking.release();
    }
    if (!right) {
      int times = throttle.wrong(from);
      log.warn("page: wrong password from {}, {} in a row", from, times);
      throw new Refusal(401, "the password is wrong");
    }
    throttle.right(from);
  }

  private boolean basic(HttpExchange exchange) throws Refusal {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null || !header.startsWith("Basic ")) {
      return false;
    }
    byte[] digest = digest(header);
    if (MessageDigest.isEqual(digest, lastBasic)) {
      return true;
    }
    String decoded;
    try {
      decoded = new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return false;
    }
    checkPassword(exchange, decoded.substring(decoded.indexOf(':') + 1));
    lastBasic = digest;
    return true;
  }

  private @Nullable Session session(HttpExchange exchange) {
    List<String> cookies = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
    for (String line : cookies) {
      for (String cookie : line.split(";")) {
        if (cookie.strip().startsWith(COOKIE + "=")) {
          return sessions.use(cookie.strip().substring(COOKIE.length() + 1));
        }
      }
    }
    return null;
  }

  static String address(HttpExchange exchange) {
    return exchange.getRemoteAddress().getAddress().getHostAddress();
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
