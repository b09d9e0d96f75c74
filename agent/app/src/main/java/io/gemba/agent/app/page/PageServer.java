package io.gemba.agent.app.page;

import com.sun.net.httpserver.HttpServer;
import io.gemba.agent.core.config.PageConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for the page. A port that is taken stops nobody: it says so once and tries again. Started
 * and closed by one thread.
 */
public final class PageServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PageServer.class);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final PageConfig config;
  private final Snapshots snapshots;
  private final Events events;
  private final Api api;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable HttpServer server;
  private boolean closed;

  static {
    // Read by the JDK's server once: slow and silent clients, and hordes of them, are cut off.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxReqHeaderSize", "16384");
    System.setProperty("sun.net.httpserver.maxReqHeaders", "60");
    System.setProperty("sun.net.httpserver.idleInterval", "20");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "32");
    System.setProperty("jdk.httpserver.maxConnections", "64");
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private PageServer(PageConfig config, PageSource source, Duration patience) {
    this.config = config;
    this.snapshots = new Snapshots(source, System::nanoTime, patience);
    Access access = new Access(config, System::nanoTime);
    this.events = new Events(source, snapshots, access);
    this.api = new Api(source, new Guard(config), access, snapshots, events);
  }

  /** Begins to listen, or to try to. */
  public static PageServer start(PageConfig config, PageSource source) {
    return start(config, source, PATIENCE);
  }

  static PageServer start(PageConfig config, PageSource source, Duration patience) {
    PageServer page = new PageServer(config, source, patience);
    if (config.on() && !page.listen(true)) {
      Thread.ofVirtual().name("page-retry").start(page::keepTrying);
    }
    return page;
  }

  private synchronized boolean listen(boolean first) {
    if (closed) {
      return true;
    }
    try {
      HttpServer opened =
          HttpServer.create(new InetSocketAddress(config.host(), config.port()), 32);
      opened.setExecutor(threads);
      opened.createContext("/", api);
      opened.start();
      server = opened;
      log.info("page: http://{}:{}", config.host(), opened.getAddress().getPort());
      return true;
    } catch (IOException | UnresolvedAddressException e) {
      if (first) {
        log.warn(
            "page: cannot listen on {} ({}), probably another program does; the agent runs on and"
                + " tries again every {} s. Another port: gateway.page.listen; none: page: off",
            config.address(),
            e.getMessage() == null ? "no such address" : e.getMessage(),
            TRY_AGAIN.toSeconds());
      }
      return false;
    }
  }

  private void keepTrying() {
    try {
      do {
        Thread.sleep(TRY_AGAIN);
      } while (!listen(false));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The port it listens on; -1 while it does not. */
  public synchronized int port() {
    return server == null ? -1 : server.getAddress().getPort();
  }

  @Override
  public synchronized void close() {
    closed = true;
    events.close();
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
    snapshots.close();
  }
}
