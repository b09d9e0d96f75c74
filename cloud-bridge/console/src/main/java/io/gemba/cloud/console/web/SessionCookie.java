package io.gemba.cloud.console.web;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * The one cookie: no script reads it, no other site sends it, and over TLS it is bound to this host
 * and never sent without.
 */
final class SessionCookie {
  private static final String PLAIN = "gemba-session";
  private static final String SECURE = "__Host-gemba-session";

  private SessionCookie() {}

  static @Nullable String of(Context ctx) {
    String secure = ctx.cookie(SECURE);
    return secure == null ? ctx.cookie(PLAIN) : secure;
  }

  static void set(Context ctx, boolean secure, String value, int seconds) {
    ctx.res()
        .addHeader(
            "Set-Cookie",
            (secure ? SECURE : PLAIN)
                + "="
                + value
                + "; Path=/; Max-Age="
                + seconds
                + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : ""));
  }

  static void clear(Context ctx, boolean secure) {
    set(ctx, secure, "", 0);
  }
}
