package io.gemba.cloud.console;

import io.gemba.cloud.console.act.BrokerGateways;
import io.gemba.cloud.console.act.Gateways;
import io.gemba.cloud.console.act.LineCommands;
import io.gemba.cloud.console.act.LineRoutes;
import io.gemba.cloud.console.act.People;
import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.config.BrokerConfig;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.config.Listen;
import io.gemba.cloud.console.history.History;
import io.gemba.cloud.console.mqtt.BrokerLink;
import io.gemba.cloud.console.mqtt.Inlet;
import io.gemba.cloud.console.notify.Notifications;
import io.gemba.cloud.console.notify.NotifyConfig;
import io.gemba.cloud.console.notify.NotifyRoutes;
import io.gemba.cloud.console.web.Health;
import io.gemba.cloud.console.web.WebServer;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running line board: brokers in, history beside, page out. Start and close it from one thread.
 */
public final class Console implements AutoCloseable {
  private final ConsoleConfig config;
  private final History history;
  private final Board board;
  private final Intake intake;
  private final List<BrokerLink> links = new ArrayList<>();
  private final @Nullable Notifications notifications;
  private final WebServer web;

  private Console(
      ConsoleConfig config, NotifyConfig notify, ConsoleClock clock, @Nullable Gateways gateways)
      throws IOException {
    this.config = config;
    Notifications told = null;
    Map<String, BrokerConfig> brokers = new HashMap<>();
    Map<String, String> clientIds = new HashMap<>();
    this.history = History.open(config.directory(), clock, config.keep());
    try {
      this.board = new Board(clock);
      this.intake = new Intake(board, history, clock);
      String identity = history.identity();
      for (BrokerConfig broker : config.brokers()) {
        String id = broker.clientId() == null ? "gemba-console-" + identity : broker.clientId();
        links.add(new BrokerLink(broker, id, intake, clock));
        brokers.put(broker.name(), broker);
        clientIds.put(broker.name(), id);
      }
      Gateways reached = gateways == null ? new BrokerGateways(brokers, clientIds) : gateways;
      if (!notify.channels().isEmpty()) {
        told = Notifications.start(notify, config.directory(), board, clock);
      }
      this.notifications = told;
      this.web =
          WebServer.start(
              config, clock, board, history, this::health, routes(board, reached, told));
    } catch (IOException | RuntimeException e) {
      if (told != null) {
        told.close();
      }
      history.close();
      throw e;
    }
    links.forEach(BrokerLink::start);
  }

  private static List<Consumer<RoutesConfig>> routes(
      Board board, Gateways gateways, @Nullable Notifications told) {
    People people = People.everybody();
    List<Consumer<RoutesConfig>> all = new ArrayList<>();
    all.add(new LineRoutes(board, new LineCommands(board, gateways), people)::add);
    if (told != null) {
      all.add(new NotifyRoutes(told, people)::add);
    }
    return all;
  }

  /**
   * Starts a console; brokers that cannot be reached are tried for ever.
   *
   * @throws IOException when the address may not or cannot be listened on, or the history cannot be
   *     opened; the text is for people
   */
  public static Console start(ConsoleConfig config) throws IOException {
    return start(config, ConsoleClock.system());
  }

  /** The same with a clock of one's own. */
  public static Console start(ConsoleConfig config, ConsoleClock clock) throws IOException {
    return start(config, NotifyConfig.NONE, clock, null);
  }

  /** The same, telling people of trouble. */
  public static Console start(ConsoleConfig config, NotifyConfig notify) throws IOException {
    return start(config, notify, ConsoleClock.system(), null);
  }

  /** The same with another way to the gateways than through the brokers; null takes the brokers. */
  public static Console start(
      ConsoleConfig config, NotifyConfig notify, ConsoleClock clock, @Nullable Gateways gateways)
      throws IOException {
    Listen listen = new Listen(config.host(), config.port());
    if (!config.allowUnauthenticated() && !listen.isLoopback()) {
      throw new IOException(listen.refusal());
    }
    return new Console(config, notify, clock, gateways);
  }

  /** The port the page is on; never 0. */
  public int port() {
    return web.port();
  }

  /** Where the page is. */
  public String url() {
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return "http://" + host + ":" + port();
  }

  /** The way in below the protocol library: whatever is said here appears on the board. */
  public Inlet inlet() {
    return intake;
  }

  private Health health() {
    Intake.Counts counts = intake.counts();
    return new Health(
        counts.messages(), counts.malformed(), counts.lastMalformed(), history.health());
  }

  /** Disconnects, writes what is waiting, stops serving. */
  @Override
  public void close() {
    links.forEach(BrokerLink::close);
    web.close();
    if (notifications != null) {
      notifications.close();
    }
    history.close();
  }
}
