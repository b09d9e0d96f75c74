package io.gemba.cloud.console.act;

import io.gemba.cloud.console.wire.LineKey;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnsupportedMediaTypeResponse;
import org.jspecify.annotations.Nullable;

/** Who asks, and whether he may. Safe for any thread. */
@FunctionalInterface
public interface People {
  /**
   * The name of who asks, for the audit.
   *
   * @param line whose gateway it is about; null when it is about the console itself
   * @throws io.javalin.http.HttpResponseException when he may not, with words for people
   */
  String mustBeAllowed(Context ctx, Right right, @Nullable LineKey line);

  /**
   * Everybody who reaches the page may do everything, under the name {@code board}: for a console
   * without a login. What another site makes a browser send is refused all the same.
   */
  static People everybody() {
    return (ctx, right, _) -> {
      if (right != Right.VIEW) {
        fromThisPage(ctx);
      }
      return "board";
    };
  }

  /** Refuses what a page elsewhere makes a browser send: only our own scripts send JSON. */
  static void fromThisPage(Context ctx) {
    String type = ctx.contentType();
    if (type == null || !type.startsWith("application/json")) {
      throw new UnsupportedMediaTypeResponse("send it as application/json");
    }
    String site = ctx.header("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw new ForbiddenResponse("asked by another site");
    }
  }
}
