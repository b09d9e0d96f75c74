package io.gemba.cloud.console.web;

import io.gemba.cloud.console.config.Access.Proxy;
import io.gemba.cloud.console.config.Access.Rights;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.config.Listen;
import io.gemba.cloud.console.users.Account;
import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.users.Sites;
import io.gemba.cloud.console.users.Users;
import io.gemba.cloud.console.users.Visitor;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks: the proxy's word, then a session's cookie, then a script's password, then
 * whether this console is open to everybody. Safe for any platform thread.
 */
final class Identity {
  /** What an open page asks for by itself, when its stream breaks. */
  private static final Set<String> NOBODYS_HAND = Set.of("/api/v1/events", "/api/v1/me");

  private final Users users;
  private final Origins origins;
  private final BasicLogins basic;
  private final @Nullable Proxy proxy;
  private final boolean loopback;
  private final boolean openToAll;

  Identity(ConsoleConfig config, Users users, Origins origins, BasicLogins basic) {
    this.users = users;
    this.origins = origins;
    this.basic = basic;
    this.proxy = config.access().proxy();
    this.loopback = new Listen(config.host(), config.port()).isLoopback();
    this.openToAll = config.allowUnauthenticated();
  }

  /** Who asks; empty when they must log in first. */
  Optional<Known> of(Context ctx) {
    String from = origins.client(ctx);
    String named = proxiedName(ctx);
    if (named != null) {
      return byProxy(ctx, named, from);
    }
    String cookie = SessionCookie.of(ctx);
    if (cookie != null) {
      boolean use = !NOBODYS_HAND.contains(ctx.path());
      Optional<Visitor> visitor = users.logins().visitor(cookie, from, use);
      if (visitor.isPresent()) {
        return Optional.of(
            new Known(visitor.get(), cookie, () -> users.logins().visitor(cookie, from, false)));
      }
    }
    if (ctx.header("Authorization") != null) {
      return basic.of(ctx, from);
    }
    return open(origins.direct(ctx), from);
  }

  private @Nullable String proxiedName(Context ctx) {
    String header = proxy == null ? null : proxy.userHeader();
    String name = header == null || !origins.proxied(ctx) ? null : ctx.header(header);
    return name == null || name.isBlank() ? null : name;
  }

  /** An account of that name has its own rights; others have those of their first known group. */
  private Optional<Known> byProxy(Context ctx, String written, String from) {
    Optional<String> name = Account.name(written);
    Optional<Visitor> visitor =
        name.flatMap(n -> users.store().account(n).map(a -> a.visitor(from)))
            .or(() -> name.flatMap(n -> byGroup(ctx, n, from)));
    return visitor.map(v -> new Known(v, "proxy:" + v.name(), () -> Optional.of(v)));
  }

  private Optional<Visitor> byGroup(Context ctx, String name, String from) {
    String header = proxy == null ? null : proxy.groupsHeader();
    String text = header == null ? null : ctx.header(header);
    if (proxy == null || text == null) {
      return Optional.empty();
    }
    List<String> groups = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    return proxy.groups().entrySet().stream()
        .filter(g -> groups.contains(g.getKey()))
        .findFirst()
        .map(
            g -> {
              Rights rights = g.getValue();
              return new Visitor(name, rights.role(), rights.sites(), from, true);
            });
  }

  /** Whether anybody can log in at all, here or at the proxy. */
  boolean hasLogins() {
    return (proxy != null && proxy.userHeader() != null) || users.store().any();
  }

  /**
   * Without accounts this machine's own users may see and act, as they may with the broker; what a
   * proxy or the net brings may only see, and only if that was written out or listens here.
   */
  private Optional<Known> open(boolean direct, String from) {
    if (!openToAll && !openHere()) {
      return Optional.empty();
    }
    Role role = direct && openHere() ? Role.OPERATOR : Role.VIEWER;
    Visitor visitor = new Visitor(Visitor.NOBODY, role, Sites.ALL, from, false);
    return Optional.of(
        new Known(
            visitor,
            "open",
            () -> openToAll || openHere() ? Optional.of(visitor) : Optional.empty()));
  }

  private boolean openHere() {
    return loopback && !hasLogins();
  }
}
