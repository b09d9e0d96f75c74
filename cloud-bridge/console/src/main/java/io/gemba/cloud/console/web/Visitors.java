package io.gemba.cloud.console.web;

import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.users.Visitor;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;

/** How a handler learns who asks; the guard has found it out before. */
public final class Visitors {
  private static final String KEY = "gemba.visitor";

  private Visitors() {}

  /**
   * Who asks.
   *
   * @throws IllegalStateException on a path with {@link Rule#OPEN}, where nobody was asked
   */
  public static Visitor of(Context ctx) {
    Visitor visitor = ctx.attribute(KEY);
    if (visitor == null) {
      throw new IllegalStateException("no visitor on " + ctx.path() + ": its rule is OPEN");
    }
    return visitor;
  }

  /**
   * Who asks, if they may do this on the site; needed where the site is not in the path. Answers
   * 404, as for a site that is not there, to who may not see it, 403 to who may only see it.
   */
  public static Visitor require(Context ctx, Role needed, String enterprise, String site) {
    Visitor visitor = of(ctx);
    if (!visitor.sees(enterprise, site)) {
      throw new NotFoundResponse("no such site: " + enterprise + "/" + site);
    }
    if (!visitor.role().covers(needed)) {
      throw new ForbiddenResponse("this takes the role " + needed.word());
    }
    return visitor;
  }

  static void set(Context ctx, Visitor visitor) {
    ctx.attribute(KEY, visitor);
  }
}
