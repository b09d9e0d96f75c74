package io.gemba.hal.opcua;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run's part in a session that may outlive it: takes over what the run before left at the
 * server, and leaves behind what the next run needs. Without it every restart would be a hole, and
 * every crash a session that the server holds until it times out.
 *
 * <p>Used by the run's thread only.
 */
final class Continuity {
  private static final Logger LOG = LoggerFactory.getLogger(Continuity.class);

  private final DeviceSettings device;
  private final DeviceContext context;
  private final LongSupplier ticker;
  private final KeptSessions file;
  private final @Nullable KeptSession before;
  private final String points;
  private boolean continued;

  Continuity(
      DeviceSettings device,
      List<MonitoredPoint> points,
      DeviceContext context,
      LongSupplier ticker) {
    this.device = device;
    this.context = context;
    this.ticker = ticker;
    file = new KeptSessions(context.stateDirectory(), device.name());
    before = file.load().orElse(null);
    this.points = fingerprint(points);
  }

  /** What the run before left, if anything. */
  @Nullable KeptSession before() {
    return before;
  }

  /** Whether the subscriptions of the run before go on. */
  boolean isContinued() {
    return continued;
  }

  /**
   * The subscriptions to read from: the old ones where the server still has them for us, else new
   * ones without items.
   */
  List<Subscription> subscriptions(Connection connection, Subscriber subscriber)
      throws IOException, InterruptedException {
    // At once: a crash from here on must find the session, whose nonce has changed.
    if (before != null && connection.isTakenOver()) {
      write(before.with(connection.session(), context.clock().instant()));
    } else {
      save(connection, List.of(), List.of());
    }
    if (before != null) {
      List<Subscription> old = takeOver(connection, before, subscriber.groups());
      continued = !old.isEmpty();
      if (continued) {
        LOG.info("device '{}' goes on with the subscriptions it had", device.name());
        return old;
      }
      if (before.orderly()) {
        Instant now = context.clock().instant();
        Instant from = before.saved().isAfter(now) ? now : before.saved();
        context.sink().lost(new Loss(null, "subscription-lost", Loss.UNKNOWN_COUNT, from, now));
      }
    }
    return subscriber.subscribe();
  }

  private List<Subscription> takeOver(
      Connection connection, KeptSession kept, List<List<Integer>> groups)
      throws IOException, InterruptedException {
    boolean same = kept.points().equals(points) && kept.subscriptions().size() == groups.size();
    Transfer transfer = new Transfer(connection, kept);
    if (!same) {
      transfer.giveUp();
      return List.of();
    }
    if (!connection.isTakenOver() && !transfer.toThisSession()) {
      return List.of();
    }
    List<Subscription> old = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      old.add(
          new Subscription(
              kept.subscriptions().get(i), groups.get(i), kept.saved(), ticker.getAsLong()));
    }
    return old;
  }

  /** Has the server watch what a subscription is to watch. */
  void watch(Subscription one, Subscriber subscriber, ServerFacts facts)
      throws IOException, InterruptedException {
    if (continued && before != null) {
      subscriber.resume(one, before.bad(), facts);
    } else {
      subscriber.watch(one, facts);
    }
  }

  /** Writes down what is there now; a crash later will find it. */
  void keep(Connection connection, Subscriber subscriber, List<Subscription> subscriptions) {
    save(connection, subscriptions, List.copyOf(subscriber.bad()));
  }

  private void save(Connection connection, List<Subscription> subscriptions, List<Integer> bad) {
    write(
        kept(connection, subscriptions.stream().map(one -> one.kept(false)).toList(), bad, false));
  }

  /** A disk that cannot be written costs the take-over, not the data that flows. */
  private void write(KeptSession kept) {
    try {
      file.save(kept);
    } catch (IOException e) {
      LOG.warn(
          "device '{}': a restart of the agent will be a hole, because its session cannot be"
              + " written down: {}",
          device.name(),
          e.toString());
    }
  }

  /**
   * The run is over, for whatever reason.
   *
   * @param subscriptions their numbers are final
   */
  void leave(
      Connection connection,
      Subscriber subscriber,
      List<Subscription> subscriptions,
      boolean forGood) {
    if (device.keepSubscription().isZero()) {
      forget();
      return;
    }
    if (!forGood) {
      connection.leaveSession();
    }
    // Without subscriptions it tells the next run since when data is missing, and finds the session
    // if the goodbye does not get through.
    write(
        kept(
            connection,
            forGood ? List.of() : subscriptions.stream().map(one -> one.kept(true)).toList(),
            List.copyOf(subscriber.bad()),
            true));
  }

  private void forget() {
    try {
      file.forget();
    } catch (IOException e) {
      LOG.debug("a session that is over stays written down; the server will refuse it", e);
    }
  }

  private KeptSession kept(
      Connection connection,
      List<KeptSession.Kept> subscriptions,
      List<Integer> bad,
      boolean orderly) {
    return new KeptSession(
        device.endpoint(),
        connection.security(),
        connection.session().getSessionId(),
        connection.session().getAuthenticationToken(),
        connection.session().getServerNonce(),
        points,
        context.clock().instant(),
        orderly,
        subscriptions,
        Set.copyOf(bad));
  }

  /** Everything that makes a monitored item what it is, in the order of the handles. */
  private static String fingerprint(List<MonitoredPoint> points) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (MonitoredPoint point : points) {
        digest.update((point.settings() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** How soon silent points are read back: at once where no first values are to be expected. */
  Duration firstValuesWithin(Subscription one) {
    return continued ? Duration.ZERO : one.keepAlive();
  }
}
