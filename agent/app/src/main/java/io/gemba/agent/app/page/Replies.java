package io.gemba.agent.app.page;

import com.sun.net.httpserver.HttpExchange;
import io.gemba.agent.app.status.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reading requests and writing answers. */
final class Replies {
  static final String JSON = "application/json; charset=utf-8";

  private static final int LONGEST_BODY = 4_096;

  private Replies() {}

  static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
    exchange.close();
  }

  static void json(HttpExchange exchange, int status, String json) throws IOException {
    send(exchange, status, JSON, json.getBytes(StandardCharsets.UTF_8));
  }

  static void refuse(HttpExchange exchange, Refusal why) throws IOException {
    if (why.retryAfter() > 0) {
      exchange.getResponseHeaders().set("Retry-After", String.valueOf(why.retryAfter()));
    }
    if (why.status() == 401) {
      // "Basic" would make the browser ask with a window of its own; scrapers send it unasked.
      exchange.getResponseHeaders().set("WWW-Authenticate", "Gemba");
    }
    json(
        exchange,
        why.status(),
        Json.line(
            json -> {
              json.writeStartObject();
              json.writeStringField("error", why.getMessage());
              json.writeEndObject();
            }));
  }

  /** The whole body, if it is short. */
  static String body(HttpExchange exchange) throws IOException, Refusal {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] body = in.readNBytes(LONGEST_BODY + 1);
      if (body.length > LONGEST_BODY) {
        throw new Refusal(413, "the request is too long");
      }
      return new String(body, StandardCharsets.UTF_8);
    }
  }
}
