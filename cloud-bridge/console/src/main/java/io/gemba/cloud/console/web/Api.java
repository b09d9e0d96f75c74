package io.gemba.cloud.console.web;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.history.History;
import io.gemba.cloud.console.history.LineLog;
import io.gemba.cloud.console.history.Trend;
import io.gemba.cloud.console.users.Sites;
import io.gemba.cloud.console.wire.LineKey;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The routes that answer with JSON or metrics. Handlers run on the server's platform threads. */
final class Api {
  private static final String LINE = "/api/v1/lines/{enterprise}/{site}/{area}/{line}";
  private static final int MAX_POINTS = 5_000;
  private static final int DEFAULT_MINUTES = 30;
  private static final int MAX_MINUTES = 7 * 24 * 60;

  private final ConsoleClock clock;
  private final Board board;
  private final History history;
  private final Supplier<Fleet> fleet;
  private final SseHub hub;

  Api(ConsoleClock clock, Board board, History history, Supplier<Fleet> fleet, SseHub hub) {
    this.clock = clock;
    this.board = board;
    this.history = history;
    this.fleet = fleet;
    this.hub = hub;
  }

  void routes(RoutesConfig routes) {
    routes.get("/healthz", this::healthz, Rule.OPEN);
    routes.get("/metrics", this::metrics, Rule.VIEWER);
    routes.get(
        "/api/v1/lines", ctx -> json(ctx, Views.lines(board.lines(), sites(ctx))), Rule.VIEWER);
    routes.get("/api/v1/gateways", ctx -> json(ctx, fleet(ctx).gateways()), Rule.VIEWER);
    routes.get("/api/v1/fleet", ctx -> json(ctx, fleet(ctx)), Rule.VIEWER);
    routes.get("/api/v1/points", this::points, Rule.VIEWER);
    routes.get(LINE + "/trend", this::trend, Rule.VIEWER);
    routes.get(LINE + "/log", this::log, Rule.VIEWER);
  }

  private static Sites sites(Context ctx) {
    return Visitors.of(ctx).sites();
  }

  private Fleet fleet(Context ctx) {
    return Views.fleet(fleet.get(), sites(ctx));
  }

  private void points(Context ctx) {
    Sites sites = sites(ctx);
    int most = sites.all() ? MAX_POINTS : Integer.MAX_VALUE;
    json(
        ctx,
        board.points(ctx.queryParam("line"), most).stream()
            .filter(p -> Views.covers(sites, p.line()))
            .limit(MAX_POINTS)
            .toList());
  }

  static void json(Context ctx, Object facts) {
    ctx.contentType("application/json; charset=utf-8").result(JsonText.of(facts));
  }

  /**
   * 200 while the console does its work; a broker that is away is the broker's trouble and only
   * told. Who has not logged in hears no more than that.
   */
  private void healthz(Context ctx) {
    Fleet now = fleet.get();
    @Nullable String problem = now.health().history().problem();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", problem == null ? "ok" : "failing");
    Gate.known(ctx)
        .ifPresent(
            known -> {
              answer.put("problem", problem);
              answer.put("brokers", Views.fleet(now, known.visitor().sites()).brokers());
            });
    ctx.status(problem == null ? 200 : 503);
    json(ctx, answer);
  }

  private void metrics(Context ctx) {
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8");
    ctx.result(Metrics.text(Views.lines(board.lines(), sites(ctx)), fleet(ctx), hub));
  }

  private LineKey line(Context ctx) {
    LineKey key =
        new LineKey(
            ctx.pathParam("enterprise"),
            ctx.pathParam("site"),
            ctx.pathParam("area"),
            ctx.pathParam("line"));
    if (board.key(key.path()).isEmpty()) {
      throw new NotFoundResponse("no such line: " + key.path());
    }
    return key;
  }

  /** States, stops, counts and shifts of a line between {@code from} and {@code to}. */
  private void log(Context ctx) throws IOException {
    LineKey key = line(ctx);
    long to = millis(ctx, "to", board.timeAt(key.path()) + 1_000);
    long from = millis(ctx, "from", to - TimeUnit.DAYS.toMillis(1));
    if (from >= to || to - from > TimeUnit.MINUTES.toMillis(MAX_MINUTES)) {
      throw new BadRequestResponse("`from` must lie before `to`, at most a week");
    }
    LineLog log = history.lineLog(key, from, to);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("line", key.path());
    answer.put("from", from);
    answer.put("to", to);
    answer.put("states", log.states());
    for (String point : List.of("stop", "reason", "counts", "shift")) {
      answer.put(point, log.objects(point));
    }
    json(ctx, answer);
  }

  private static long millis(Context ctx, String name, long otherwise) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("\\d{1,15}")) {
      throw new BadRequestResponse("`" + name + "` must be milliseconds since 1970");
    }
    return Long.parseLong(text);
  }

  private void trend(Context ctx) throws IOException {
    String point = ctx.queryParam("point");
    if (point == null || point.indexOf('/') <= 0) {
      throw new BadRequestResponse("`point` must be DEVICE/POINT, such as press1/oil-temp");
    }
    LineKey key = line(ctx);
    long to = board.timeAt(key.path()) + 1_000;
    long from = Math.max(to - TimeUnit.MINUTES.toMillis(minutes(ctx)), since(ctx));
    Trend trend = history.trend(key, point, new Trend(from, to));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("line", key.path());
    answer.put("point", point);
    answer.put("from", from);
    answer.put("to", to);
    answer.put("now", clock.wallMs());
    answer.put("samples", trend.samples());
    answer.put("reduced", trend.reduced());
    answer.put("level", trend.level());
    answer.put("buckets", trend.buckets());
    json(ctx, answer);
  }

  private static int minutes(Context ctx) {
    String text = ctx.queryParam("minutes");
    if (text == null) {
      return DEFAULT_MINUTES;
    }
    if (!text.matches("\\d{1,6}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MAX_MINUTES) {
      throw new BadRequestResponse("`minutes` must be a whole number from 1 to " + MAX_MINUTES);
    }
    return Integer.parseInt(text);
  }

  /** Only samples after this source time, ms since the epoch: for pages that have the rest. */
  private static long since(Context ctx) {
    return millis(ctx, "since", -1) + 1;
  }
}
