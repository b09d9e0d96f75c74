package io.gemba.cloud.console.web;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.config.Access.Tls;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.config.Listen;
import io.gemba.cloud.console.history.History;
import io.gemba.cloud.console.users.StoreException;
import io.gemba.cloud.console.users.Users;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.router.Endpoint;
import io.javalin.router.ParsedEndpoint;
import io.javalin.security.Roles;
import io.javalin.security.RouteRole;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page, its JSON interface and the stream of changes, on one address. Start and close from one
 * thread.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final int MAX_THREADS = 32;
  private static final int MIN_THREADS = 4;
  private static final int MAX_HEADERS = 16 << 10;
  private static final long MAX_REQUEST = 16 << 10;
  private static final int STREAM_BUFFER = 4 << 10;

  private final SseHub hub = new SseHub();
  private final Publisher publisher;
  private final StaticFiles files = new StaticFiles();
  private final Javalin javalin;

  private WebServer(
      ConsoleConfig config,
      ConsoleClock clock,
      Board board,
      History history,
      Users users,
      Supplier<Health> health,
      List<Consumer<RoutesConfig>> more)
      throws IOException {
    Supplier<Fleet> fleet =
        () -> new Fleet(board.gateways(history::completeness), board.brokers(), health.get());
    this.publisher = new Publisher(clock, board, hub, fleet);
    Guard guard = new Guard(new Listen(config.host(), config.port()).isLoopback());
    Origins origins = new Origins(config.access().proxy());
    Tokens tokens = new Tokens(users.store().secret());
    BasicLogins scripts = new BasicLogins(users, tokens, clock);
    Identity identity = new Identity(config, users, origins, scripts);
    Gate gate = new Gate(identity, origins, tokens);
    Api api = new Api(clock, board, history, fleet, hub);
    LoginApi logins = new LoginApi(users, origins, identity, tokens);
    Tls tls = config.access().tls();
    this.javalin =
        Javalin.create(
            c -> {
              server(c);
              c.routes.before(guard::before);
              c.routes.beforeMatched(gate::check);
              c.routes.exception(StoreException.class, WebServer::unreadable);
              api.routes(c.routes);
              more.forEach(routes -> routes.accept(c.routes));
              logins.routes(c.routes);
              new AuditApi(users).routes(c.routes);
              c.routes.get("/api/v1/events", this::events, Rule.VIEWER);
              files.paths().forEach(p -> c.routes.get(p, ctx -> file(ctx, p), Rule.OPEN));
            });
    if (tls != null) {
      Listener.secure(javalin.unsafe.jetty, config.host(), config.port(), tls);
    }
  }

  /** Nobody is let in by mistake while it cannot be known who they are. */
  private static void unreadable(StoreException problem, Context ctx) {
    log.error(
        "{} {} was refused: {}", ctx.method(), ctx.req().getRequestURI(), problem.getMessage());
    ctx.status(503).result("the accounts cannot be read; see the console's log");
  }

  /** Every path with its method and rules: {@code GET /metrics} to {@code [VIEWER]}. */
  public Map<String, Set<RouteRole>> rules() {
    Map<String, Set<RouteRole>> rules = new TreeMap<>();
    for (ParsedEndpoint parsed : javalin.unsafe.internalRouter.allHttpHandlers()) {
      Endpoint e = parsed.endpoint;
      Roles roles = e.metadata(Roles.class);
      if (e.method.isHttpMethod()) {
        rules.put(e.method + " " + e.path, roles == null ? Set.of() : roles.getRoles());
      }
    }
    return rules;
  }

  /**
   * Starts serving, or throws with a reason for people; {@code more} are the routes of other rooms.
   */
  public static WebServer start(
      ConsoleConfig config,
      ConsoleClock clock,
      Board board,
      History history,
      Users users,
      Supplier<Health> health,
      List<Consumer<RoutesConfig>> more)
      throws IOException {
    WebServer server = new WebServer(config, clock, board, history, users, health, more);
    try {
      server.javalin.start(config.host(), config.port());
    } catch (JavalinException e) {
      throw new IOException(
          "cannot listen on "
              + config.host()
              + ":"
              + config.port()
              + " — is another program using the port? Choose one with --listen HOST:PORT",
          e);
    }
    server.publisher.start();
    return server;
  }

  private static void server(JavalinConfig c) {
    c.startup.showJavalinBanner = false;
    c.startup.showOldJavalinVersionWarning = false;
    c.startup.startupWatcherEnabled = false;
    c.http.maxRequestSize = MAX_REQUEST;
    c.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    c.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(MAX_HEADERS);
        });
  }

  private void events(Context ctx) throws IOException {
    if (!hub.hasRoom()) {
      throw new ServiceUnavailableResponse("too many browsers are watching; try again later");
    }
    ctx.res().setContentType("text/event-stream; charset=utf-8");
    ctx.res().setHeader("X-Accel-Buffering", "no");
    OutputStream out = ctx.res().getOutputStream();
    String accepted = ctx.header("Accept-Encoding");
    if (accepted != null && accepted.contains("gzip")) {
      // Lines say much the same again and again: a tenth of the bytes, each event still at once.
      ctx.disableCompression();
      ctx.res().setHeader("Content-Encoding", "gzip");
      ctx.res().setHeader("Vary", "Accept-Encoding");
      out = new GZIPOutputStream(out, STREAM_BUFFER, true);
    }
    SseClient client = new SseClient(out, Gate.known(ctx).orElseThrow());
    hub.add(client);
    String snapshot = publisher.snapshot(client.sites());
    client.offer("retry: 2000\n\n" + hub.frame("snapshot", snapshot));
    ctx.future(
        () -> {
          Thread.ofVirtual().name("console-watcher").start(client);
          return client.finished().whenComplete((_, _) -> hub.remove(client));
        });
  }

  private void file(Context ctx, String path) {
    StaticFiles.StaticFile file = files.at(path).orElseThrow();
    ctx.header("Cache-Control", "no-cache")
        .header("ETag", file.etag())
        .header("Vary", "Accept-Encoding");
    if (file.etag().equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    ctx.contentType(file.type());
    String accepted = ctx.header("Accept-Encoding");
    if (accepted != null && accepted.contains("gzip")) {
      ctx.disableCompression();
      ctx.header("Content-Encoding", "gzip").result(file.gzip());
    } else {
      ctx.result(file.plain());
    }
  }

  /** The port served on. */
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    publisher.close();
    hub.close();
    javalin.stop();
  }
}
