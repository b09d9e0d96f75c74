package io.gemba.agent.app.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.gemba.agent.app.page.Snapshots.Snapshot;
import io.gemba.agent.app.status.Json;
import io.gemba.agent.app.status.MetricsText;
import io.gemba.agent.app.status.StatusJson;
import io.gemba.agent.app.status.Verdict;
import io.gemba.agent.core.command.LineRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request, each on a virtual thread of its own. */
final class Api implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(Api.class);
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final PageSource source;
  private final Guard guard;
  private final Access access;
  private final Snapshots snapshots;
  private final Events events;
  private final PageFiles files = new PageFiles();
  private final LineApi lines;

  Api(PageSource source, Guard guard, Access access, Snapshots snapshots, Events events) {
    this.source = source;
    this.guard = guard;
    this.access = access;
    this.snapshots = snapshots;
    this.events = events;
    this.lines = new LineApi(source);
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // one broken request must not be silent
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange);
    } catch (RuntimeException e) {
      log.error("page: {} failed", exchange.getRequestURI().getPath(), e);
      throw e;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      guard.check(exchange);
      switch (exchange.getRequestMethod()) {
        case "GET", "HEAD" -> get(exchange, exchange.getRequestURI().getPath());
        case "POST" -> post(exchange, exchange.getRequestURI().getPath());
        default -> throw new Refusal(405, "GET, HEAD and POST only");
      }
    } catch (Refusal refusal) {
      Replies.refuse(exchange, refusal);
    }
  }

  private void get(HttpExchange exchange, String path) throws IOException, Refusal {
    switch (path) {
      case "/healthz" -> health(exchange);
      case "/lang" -> files.sendWords(exchange, chosen(exchange));
      case "/api/v1/session" -> session(exchange);
      default -> {
        if (!files.send(exchange, path)) {
          access.checkSees(exchange);
          look(exchange, path);
        }
      }
    }
  }

  private void look(HttpExchange exchange, String path) throws IOException, Refusal {
    switch (path) {
      case "/metrics" -> {
        Snapshot now = snapshots.now();
        String text = MetricsText.of(now.status(), source.traffic(), now.waiting());
        Replies.send(exchange, 200, METRICS, text.getBytes(StandardCharsets.UTF_8));
      }
      case "/api/v1/status" -> Replies.json(exchange, 200, StatusJson.of(snapshots.now().status()));
      case "/api/v1/snapshot" -> Replies.json(exchange, 200, Events.document(events.pieces()));
      case "/api/v1/events" -> events.serve(exchange);
      default -> throw new Refusal(404, "there is no such page");
    }
  }

  private void post(HttpExchange exchange, String path) throws IOException, Refusal {
    guard.checkOrigin(exchange);
    Map<String, String> body = Body.parse(Replies.body(exchange));
    switch (path) {
      case "/api/v1/login" -> logIn(exchange, body.getOrDefault("password", ""));
      case "/api/v1/logout" -> {
        access.checkActs(exchange);
        access.logOut(exchange);
        session(exchange);
      }
      case "/api/v1/certificates" -> {
        access.checkActs(exchange);
        decide(exchange, body);
      }
      case "/api/v1/reason", "/api/v1/alarm" -> {
        access.checkActs(exchange);
        write(exchange, LineApi.request(path, body));
      }
      case "/api/v1/reload" -> {
        access.checkActs(exchange);
        reload(exchange);
      }
      default -> throw new Refusal(404, "there is nothing to send to");
    }
  }

  /** Reasons name machines: only for those who may see them anyway. */
  private void health(HttpExchange exchange) throws IOException, Refusal {
    Snapshot now = snapshots.now();
    Verdict verdict = Verdict.of(now.status(), now.waiting());
    boolean all = !access.closed() || access.maySee(exchange);
    Verdict told = all ? verdict : new Verdict(List.of());
    String json = all ? told.json() : "{\"status\":\"" + verdict.word() + "\"}";
    Replies.json(exchange, verdict.failing() ? 503 : 200, json);
  }

  private void session(HttpExchange exchange) throws IOException {
    String token = access.token(exchange);
    Replies.json(
        exchange,
        200,
        Json.line(
            json -> {
              json.writeStartObject();
              json.writeBooleanField("password", access.closed());
              json.writeBooleanField("in", token != null);
              json.writeStringField("token", token);
              json.writeEndObject();
            }));
  }

  private void logIn(HttpExchange exchange, String password) throws IOException, Refusal {
    if (!access.closed()) {
      throw new Refusal(409, "this page has no password");
    }
    access.logIn(exchange, password);
    Replies.json(exchange, 200, "{\"in\":true}");
  }

  private void decide(HttpExchange exchange, Map<String, String> body) throws IOException, Refusal {
    String sha256 = body.getOrDefault("sha256", "");
    String decision = body.getOrDefault("decision", "");
    if (!decision.equals("accept") && !decision.equals("reject")) {
      throw new Refusal(400, "the decision must be accept or reject");
    }
    try {
      source.decide(sha256, decision.equals("accept"));
    } catch (IOException e) {
      throw new Refusal(409, e.getMessage() == null ? e.toString() : e.getMessage());
    }
    log.info("page: {} decided to {} certificate {}", Access.address(exchange), decision, sha256);
    snapshots.stale();
    Replies.json(exchange, 200, "{\"done\":true}");
  }

  private void write(HttpExchange exchange, LineRequest request) throws IOException, Refusal {
    lines.carryOut(request);
    log.info("page: {} wrote down {}", Access.address(exchange), request);
    snapshots.stale();
    Replies.json(exchange, 200, "{\"done\":true}");
  }

  private void reload(HttpExchange exchange) throws IOException {
    log.info("page: {} asked for the configuration to be read again", Access.address(exchange));
    List<String> problems = source.reload();
    snapshots.stale();
    Replies.json(
        exchange,
        problems.isEmpty() ? 200 : 409,
        Json.line(
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("problems");
              for (String problem : problems) {
                json.writeString(problem);
              }
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  private static String chosen(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    return query != null && query.startsWith("lang=") ? query.substring(5) : "";
  }
}
