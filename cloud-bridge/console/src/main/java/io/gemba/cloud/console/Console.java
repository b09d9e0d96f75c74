package io.gemba.cloud.console;

import io.gemba.cloud.console.act.BoardVisitors;
import io.gemba.cloud.console.act.BrokerGateways;
import io.gemba.cloud.console.act.Gateways;
import io.gemba.cloud.console.act.LineCommands;
import io.gemba.cloud.console.act.LineRoutes;
import io.gemba.cloud.console.act.People;
import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.config.BrokerConfig;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.history.History;
import io.gemba.cloud.console.mqtt.BrokerLink;
import io.gemba.cloud.console.mqtt.Inlet;
import io.gemba.cloud.console.mqtt.Subscription;
import io.gemba.cloud.console.notify.Notifications;
import io.gemba.cloud.console.notify.NotifyConfig;
import io.gemba.cloud.console.notify.NotifyRoutes;
import io.gemba.cloud.console.users.Audit;
import io.gemba.cloud.console.users.StoreException;
import io.gemba.cloud.console.users.Users;
import io.gemba.cloud.console.web.Health;
import io.gemba.cloud.console.web.WebServer;
import io.javalin.config.RoutesConfig;
import io.javalin.security.RouteRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running line board: brokers in, history beside, page out. Start and close it from one thread.
 */
public final class Console implements AutoCloseable {
  /** Messages a broker may have under way to us while the one before them is being written. */
  private static final int WINDOW = 200;

  /** The same where transactions are bigger. */
  private static final int FLEET_WINDOW = 3_000;

  private final ConsoleConfig config;
  private final History history;
  private final Board board;
  private final Intake intake;
  private final List<BrokerLink> links = new ArrayList<>();
  private final Users users;
  private final @Nullable Notifications notifications;
  private final WebServer web;

  private Console(
      ConsoleConfig config,
      NotifyConfig notify,
      ConsoleClock clock,
      @Nullable Gateways gateways,
      Users users)
      throws IOException {
    this.config = config;
    this.users = users;
    Notifications told = null;
    Map<String, BrokerConfig> brokers = new HashMap<>();
    Map<String, String> clientIds = new HashMap<>();
    this.history = History.open(config.directory(), clock, config.storage());
    try {
      this.board = new Board(clock);
      this.intake = new Intake(board, history, clock);
      String identity = history.identity();
      for (BrokerConfig broker : config.brokers()) {
        String id = broker.clientId() == null ? "gemba-console-" + identity : broker.clientId();
        link(broker, id, clock);
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
              config,
              clock,
              board,
              history,
              users,
              this::health,
              routes(board, reached, told, users.audit()));
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
      Board board, Gateways gateways, @Nullable Notifications told, Audit audit) {
    People people = new BoardVisitors(audit);
    List<Consumer<RoutesConfig>> all = new ArrayList<>();
    all.add(new LineRoutes(board, new LineCommands(board, gateways), people)::add);
    if (told != null) {
      all.add(new NotifyRoutes(told, people)::add);
    }
    return all;
  }

  /**
   * With a database, what is shown and what is stored come by connections of their own: the page
   * stays fresh while the database is slow or away, and consoles may share what is to be stored.
   */
  private void link(BrokerConfig broker, String id, ConsoleClock clock) {
    if (config.storage().database() == null) {
      Subscription whole = Subscription.whole(broker, id, WINDOW);
      links.add(new BrokerLink(broker, whole, intake, clock));
      return;
    }
    int window = Math.min(FLEET_WINDOW, History.QUEUE / config.brokers().size());
    links.add(new BrokerLink(broker, Subscription.watched(broker, id), intake.showing(), clock));
    String group = broker.keeping().group();
    Subscription stored =
        group == null
            ? Subscription.stored(broker, id, window)
            : Subscription.shared(broker, group, id, window);
    links.add(new BrokerLink(broker, stored, intake.filing(), clock));
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
    Users users = Users.sqlite(config.directory(), config.access().lifetimes(), clock);
    try {
      Doors.check(config, users.store().any());
      users.logins().sweep();
      return new Console(config, notify, clock, gateways, users);
    } catch (StoreException e) {
      users.close();
      throw new IOException(e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      users.close();
      throw e;
    }
  }

  /** The port the page is on; never 0. */
  public int port() {
    return web.port();
  }

  /** Every path the page has, such as {@code GET /metrics}, with its rules. */
  Map<String, Set<RouteRole>> rules() {
    return web.rules();
  }

  /** Where the page is. */
  public String url() {
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return (config.access().tls() == null ? "http://" : "https://") + host + ":" + port();
  }

  /** Accounts, sessions and the audit log of this console. */
  public Users users() {
    return users;
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
    users.close();
  }
}
