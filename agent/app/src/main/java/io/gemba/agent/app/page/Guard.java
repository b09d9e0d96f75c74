package io.gemba.agent.app.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.gemba.agent.core.config.PageConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every request meets first: headers that lock the browser down, and refusals of what other
 * web sites could make a browser send.
 */
final class Guard {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "camera=(), microphone=(), geolocation=()",
          "Cache-Control", "no-store");

  /** An IP address cannot be re-bound by a name server. */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final boolean loopback;
  private final Set<String> names = new HashSet<>(LOOPBACK);

  Guard(PageConfig config) {
    this.loopback = config.isLoopback();
    names.add(config.host().toLowerCase(Locale.ROOT));
    String own = ownName();
    if (!loopback && !own.isEmpty()) {
      names.add(own);
      names.add(own + ".local");
    }
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
    } catch (UnknownHostException e) {
      return "";
    }
  }

  /** Sets the headers and refuses a host name that is not ours (DNS rebinding). */
  void check(HttpExchange exchange) throws Refusal {
    Headers headers = exchange.getResponseHeaders();
    HEADERS.forEach(headers::set);
    String host = withoutPort(exchange.getRequestHeaders().getFirst("Host"));
    if (!names.contains(host) && (loopback || !ADDRESS.matcher(host).matches())) {
      throw new Refusal(421, "this page answers to its own address only, not to '" + host + "'");
    }
  }

  /** Refuses what another site made the browser send. */
  void checkOrigin(HttpExchange exchange) throws Refusal {
    Headers headers = exchange.getRequestHeaders();
    String origin = headers.getFirst("Origin");
    String site = headers.getFirst("Sec-Fetch-Site");
    boolean foreign =
        (origin != null && !origin.equals("http://" + headers.getFirst("Host")))
            || (site != null && !site.equals("same-origin"));
    if (foreign) {
      throw new Refusal(403, "this request comes from another web site");
    }
    String type = headers.getFirst("Content-Type");
    if (type == null || !type.startsWith("application/json")) {
      throw new Refusal(415, "the request must be JSON");
    }
  }

  private static String withoutPort(@Nullable String host) {
    return host == null ? "" : host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
  }
}
