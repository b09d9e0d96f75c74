package io.gemba.cloud.console.web;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.users.Users;
import io.gemba.cloud.console.users.Visitor;
import io.javalin.http.Context;
import io.javalin.security.BasicAuthCredentials;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Name and password in the header, for scripts and Prometheus, to read with only. A right one is
 * remembered for five minutes, because a scrape every few seconds would otherwise compute argon2
 * all day; a changed password or role holds at once. Safe for any platform thread.
 */
final class BasicLogins {
  private static final long REMEMBERED_MS = TimeUnit.MINUTES.toMillis(5);
  private static final int MOST = 100;

  private final Users users;
  private final Tokens tokens;
  private final ConsoleClock clock;
  private final LinkedHashMap<String, Right> right = new LinkedHashMap<>();

  /** What was right, with what was then kept of the password. */
  private record Right(String hash, long until) {}

  BasicLogins(Users users, Tokens tokens, ConsoleClock clock) {
    this.users = users;
    this.tokens = tokens;
    this.clock = clock;
  }

  Optional<Known> of(Context ctx, String from) {
    BasicAuthCredentials given = ctx.basicAuthCredentials();
    if (given == null || !ctx.method().toString().equals("GET")) {
      return Optional.empty();
    }
    String name = given.getUsername();
    String mark = tokens.of(name + "\n" + given.getPassword());
    Optional<String> hash = users.store().hash(name);
    Optional<Visitor> visitor =
        hash.isPresent() && remembered(mark, hash.get())
            ? users.store().account(name).map(a -> a.visitor(from))
            : users.logins().check(name, given.getPassword(), from);
    if (visitor.isPresent() && hash.isPresent()) {
      remember(mark, hash.get());
    }
    return visitor.map(v -> new Known(v, "script:" + v.name(), () -> now(v)));
  }

  private Optional<Visitor> now(Visitor before) {
    return users.store().account(before.name()).map(a -> a.visitor(before.from()));
  }

  private synchronized boolean remembered(String mark, String hash) {
    @Nullable Right known = right.get(mark);
    return known != null && known.hash().equals(hash) && clock.tickMs() < known.until();
  }

  private synchronized void remember(String mark, String hash) {
    if (!remembered(mark, hash)) {
      right.put(mark, new Right(hash, clock.tickMs() + REMEMBERED_MS));
    }
    if (right.size() > MOST) {
      right.pollFirstEntry();
    }
  }
}
