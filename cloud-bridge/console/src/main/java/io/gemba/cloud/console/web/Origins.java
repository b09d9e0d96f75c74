package io.gemba.cloud.console.web;

import io.gemba.cloud.console.config.Access.Proxy;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from. What a proxy says of it is believed only when the connection comes
 * from one of the addresses in the configuration. Safe for any thread.
 */
final class Origins {
  private final Set<String> trusted;

  Origins(@Nullable Proxy proxy) {
    this.trusted =
        proxy == null
            ? Set.of()
            : proxy.addresses().stream().map(Origins::plain).collect(Collectors.toSet());
  }

  /** Whether a trusted proxy has made this connection. */
  boolean proxied(Context ctx) {
    return trusted.contains(remote(ctx));
  }

  /** The address of the browser: the last one in the chain that is no trusted proxy. */
  String client(Context ctx) {
    String client = remote(ctx);
    String chain = ctx.header("X-Forwarded-For");
    if (!trusted.contains(client) || chain == null) {
      return client;
    }
    String[] hops = chain.split(",", -1);
    for (int i = hops.length - 1; i >= 0 && trusted.contains(client); i--) {
      String hop = plain(hops[i].strip());
      if (hop.isEmpty()) {
        return client;
      }
      client = hop;
    }
    return client;
  }

  /** Whether the browser speaks TLS, to us or to the proxy. */
  boolean secure(Context ctx) {
    return ctx.req().isSecure()
        || (proxied(ctx) && "https".equalsIgnoreCase(ctx.header("X-Forwarded-Proto")));
  }

  /** Whether somebody at this very machine asks, and nobody has passed it on. */
  boolean direct(Context ctx) {
    boolean passedOn =
        ctx.header("X-Forwarded-For") != null
            || ctx.header("Forwarded") != null
            || ctx.header("X-Real-IP") != null
            || ctx.header("Via") != null;
    return !passedOn && address(remote(ctx)).isLoopbackAddress();
  }

  /**
   * Whether a page of this console has made the request, as far as the browser tells; the token
   * says it for sure.
   */
  boolean ownPage(Context ctx) {
    String site = ctx.header("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = ctx.header("Origin");
    if (origin == null) {
      return true;
    }
    return !origin.equals("null") && authority(origin).equalsIgnoreCase(host(ctx));
  }

  private String host(Context ctx) {
    String forwarded = proxied(ctx) ? ctx.header("X-Forwarded-Host") : null;
    String host = forwarded == null ? ctx.host() : forwarded;
    return host == null ? "" : host;
  }

  private static String authority(String origin) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String remote(Context ctx) {
    return plain(ctx.req().getRemoteAddr());
  }

  /** One form for one address; empty when it is none. */
  private static String plain(String written) {
    String bare = written.replaceAll("[\\[\\]]", "").replaceFirst("%.*$", "");
    try {
      return InetAddress.ofLiteral(bare).getHostAddress();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static InetAddress address(String plain) {
    return plain.isEmpty() ? InetAddress.ofLiteral("0.0.0.0") : InetAddress.ofLiteral(plain);
  }
}
