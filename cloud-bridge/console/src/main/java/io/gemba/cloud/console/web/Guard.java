package io.gemba.cloud.console.web;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What every request meets first. */
final class Guard {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                  + " manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final boolean loopbackOnly;

  Guard(boolean loopbackOnly) {
    this.loopbackOnly = loopbackOnly;
  }

  /**
   * Sets the security headers; on a loopback console also refuses foreign host names, by which a
   * page elsewhere could otherwise read this one through a name that resolves to 127.0.0.1.
   */
  void before(Context ctx) {
    HEADERS.forEach(ctx::header);
    ctx.header("Cache-Control", "no-store");
    String host = ctx.host();
    if (loopbackOnly && (host == null || !LOOPBACK.contains(withoutPort(host)))) {
      throw new HttpResponseException(
          HttpStatus.MISDIRECTED_REQUEST.getCode(),
          "this console answers to 127.0.0.1 and localhost only");
    }
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
  }
}
