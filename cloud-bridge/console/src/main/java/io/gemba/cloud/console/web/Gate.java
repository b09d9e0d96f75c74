package io.gemba.cloud.console.web;

import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.users.Visitor;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.InternalServerErrorResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.security.RouteRole;
import java.util.Optional;
import java.util.Set;

/**
 * Holds every path to its {@link Rule} before its handler runs: who asks, whether a page of ours
 * made them ask, whether their role and their sites reach. A path without a rule is refused.
 */
final class Gate {
  /** The header that proves a request is no other site's doing. */
  static final String CSRF = "X-Gemba-CSRF";

  private static final String KNOWN = "gemba.known";

  private final Identity identity;
  private final Origins origins;
  private final Tokens tokens;

  Gate(Identity identity, Origins origins, Tokens tokens) {
    this.identity = identity;
    this.origins = origins;
    this.tokens = tokens;
  }

  /** For {@code beforeMatched}: path parameters and rules are known by then. */
  void check(Context ctx) {
    if (ctx.method().equals(HandlerType.HEAD)) {
      return; // no handler runs, and every path looks alike
    }
    Rule rule = rule(ctx.routeRoles());
    boolean changes = !ctx.method().equals(HandlerType.GET);
    if (changes && !origins.ownPage(ctx)) {
      throw new ForbiddenResponse("another site's page asked for this");
    }
    if (ctx.path().startsWith("/api/") || rule != Rule.OPEN || ctx.path().equals("/healthz")) {
      identity.of(ctx).ifPresent(known -> note(ctx, known));
    }
    Role needed = rule.needed();
    if (needed != null) {
      admit(ctx, needed, changes);
    }
  }

  private static Rule rule(Set<RouteRole> roles) {
    if (roles.size() != 1 || !(roles.iterator().next() instanceof Rule rule)) {
      throw new InternalServerErrorResponse("this path has no rule; report this");
    }
    return rule;
  }

  private void admit(Context ctx, Role needed, boolean changes) {
    Known known = known(ctx).orElseThrow(() -> new UnauthorizedResponse("log in first"));
    if (changes && !tokens.isOf(known.key(), ctx.header(CSRF))) {
      throw new ForbiddenResponse("the header " + CSRF + " is missing or old: load the page again");
    }
    Visitor visitor = known.visitor();
    if (ctx.pathParamMap().containsKey("enterprise") && ctx.pathParamMap().containsKey("site")) {
      Visitors.require(ctx, needed, ctx.pathParam("enterprise"), ctx.pathParam("site"));
    } else if (!visitor.role().covers(needed)) {
      throw new ForbiddenResponse("this takes the role " + needed.word());
    }
    if (needed == Role.ADMIN && !visitor.sites().all()) {
      throw new NotFoundResponse("for admins of every site");
    }
  }

  private static void note(Context ctx, Known known) {
    ctx.attribute(KNOWN, known);
    Visitors.set(ctx, known.visitor());
  }

  /** Who asks, on paths for everybody too. */
  static Optional<Known> known(Context ctx) {
    return Optional.ofNullable(ctx.attribute(KNOWN));
  }
}
