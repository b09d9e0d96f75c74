package io.gemba.hal.opcua;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one OPC UA server by subscriptions. Each run is one client and one session; session and
 * subscriptions of the run before are taken over where the server still has them, see {@link
 * Continuity}.
 *
 * <p>{@link #write} may be called from any thread while {@link #run} runs on the host's.
 */
final class OpcUaAdapter implements Adapter, Writable.Operable {
  private static final Logger LOG = LoggerFactory.getLogger(OpcUaAdapter.class);

  /** How often bad points are tried again while everything else is well. */
  private static final Duration RETRY_BAD = Duration.ofMinutes(2);

  private static final Duration SLOWEST_LOOK = Duration.ofMillis(500);

  private final Redundancy redundancy;
  private final LongSupplier ticker;
  private final List<MonitoredPoint> points;
  private final Duration retryBad;
  private final ExpiryWatch expiry = new ExpiryWatch(LOG::warn);
  private final SideSettings side;
  private volatile DeviceSettings device;
  private volatile @Nullable SideWork sideWork;

  OpcUaAdapter(DeviceSettings device, SideSettings side, LongSupplier ticker) {
    this(device, side, ticker, RETRY_BAD);
  }

  /** For tests that cannot wait minutes. */
  OpcUaAdapter(DeviceSettings device, SideSettings side, LongSupplier ticker, Duration retryBad) {
    this.device = device;
    this.side = side;
    this.redundancy = new Redundancy(device, ticker);
    this.ticker = ticker;
    this.retryBad = retryBad;
    this.points = device.points().stream().map(MonitoredPoint::new).toList();
  }

  @Override
  public void run(DeviceContext context) throws IOException, InterruptedException {
    device = redundancy.current();
    RunEnd end = new RunEnd();
    points.forEach(MonitoredPoint::forget);
    Continuity continuity = new Continuity(device, points, context, ticker);
    try (Connection connection =
        Connection.open(
            device, context.stateDirectory(), context.clock(), end, continuity.before())) {
      read(connection, context, end, continuity);
    } catch (IOException e) {
      redundancy.lost();
      throw e;
    } finally {
      end.because("the run is over"); // whatever still arrives is not ours any more
    }
  }

  private void read(Connection connection, DeviceContext context, RunEnd end, Continuity continuity)
      throws IOException, InterruptedException {
    ServerFacts facts = ServerFacts.read(connection);
    Readings readings = new Readings(context, points);
    Subscriber subscriber = new Subscriber(connection, device, points, readings, ticker);
    List<Subscription> subscriptions = continuity.subscriptions(connection, subscriber);
    SideWork beside =
        new SideWork(side, device, points, connection, facts, context, continuity.isContinued());
    readings.eventsTo(beside::events);
    List<Subscription> all = new ArrayList<>(subscriptions);
    all.addAll(beside.subscribe(device.keepAlive(), ticker));
    PublishLoop publishing = new PublishLoop(connection, all, readings, end, ticker);
    boolean useless = false;
    try {
      if (continuity.isContinued()) {
        publishing.catchUp(subscriptions);
      }
      publishing.start();
      sideWork = beside;
      context.connected();
      List<SilentPoints> silent = new ArrayList<>();
      for (Subscription one : subscriptions) {
        continuity.watch(one, subscriber, facts);
        silent.add(silent(connection, one, readings, continuity, publishing));
      }
      continuity.keep(connection, subscriber, subscriptions);
      beside.begin();
      watchOver(
          new Watch(context, connection, subscriber, subscriptions, publishing, silent, beside),
          facts,
          end);
    } catch (FinalLossException e) {
      useless = true;
      throw e;
    } finally {
      sideWork = null;
      publishing.stop();
      if (!end.isTold()) {
        beside.end();
      }
      continuity.leave(connection, subscriber, subscriptions, useless || end.isForGood());
    }
  }

  private SilentPoints silent(
      Connection connection,
      Subscription one,
      Readings readings,
      Continuity continuity,
      PublishLoop publishing) {
    Duration patience = continuity.firstValuesWithin(one);
    return new SilentPoints(
        connection, one, points, readings, patience, () -> publishing.isCaughtUp(one), ticker);
  }

  private record Watch(
      DeviceContext context,
      Connection connection,
      Subscriber subscriber,
      List<Subscription> subscriptions,
      PublishLoop publishing,
      List<SilentPoints> silent,
      SideWork beside) {}

  private void watchOver(Watch watch, ServerFacts facts, RunEnd end)
      throws IOException, InterruptedException {
    ServerFacts latest = facts;
    long nextRetry = ticker.getAsLong() + retryBad.toNanos();
    long nextTrust = ticker.getAsLong();
    while (true) {
      String reason = end.await(look());
      if (reason != null) {
        throw new IOException("lost " + device.endpoint() + ": " + reason);
      }
      watch.publishing().checkSilence();
      watch.beside().tick();
      for (SilentPoints one : watch.silent()) {
        one.check(watch.subscriber().watched(), latest);
      }
      if (ticker.getAsLong() - nextTrust >= 0) {
        checkTrust(watch);
        redundancy.check(watch.connection(), watch.context());
        // often enough for somebody who has just rejected it, seldom enough for the disk
        nextTrust = ticker.getAsLong() + device.keepAlive().multipliedBy(2).toNanos();
      }
      if (ticker.getAsLong() - nextRetry >= 0) {
        if (watch.subscriber().hasBad()) {
          latest = ServerFacts.read(watch.connection());
          retry(watch, latest);
        }
        nextRetry = ticker.getAsLong() + retryBad.toNanos();
      }
    }
  }

  private void checkTrust(Watch watch) throws IOException {
    Connection.Trusted trusted = watch.connection().trusted();
    Path pki = watch.context().stateDirectory().resolve("pki");
    if (trusted.server() != null && new ServerTrust(pki, device).isRejected(trusted.server())) {
      throw new FinalLossException(TrustWords.rejected(device, trusted.server()));
    }
    expiry.look(device, trusted.server(), trusted.own(), watch.context().clock().instant());
  }

  private static void retry(Watch watch, ServerFacts facts)
      throws IOException, InterruptedException {
    for (Subscription one : watch.subscriptions()) {
      watch.subscriber().watchAgain(one, facts);
    }
  }

  private Duration look() {
    Duration quarter = device.keepAlive().dividedBy(4);
    return quarter.compareTo(SLOWEST_LOOK) < 0 ? quarter : SLOWEST_LOOK;
  }

  @Override
  public long write(String point, Value value) throws IOException, InterruptedException {
    return operate(point, new Operation.Write(value)).statusCode();
  }

  @Override
  public Outcome operate(String point, Operation operation)
      throws IOException, InterruptedException {
    SideWork current = sideWork;
    if (current == null) {
      throw new IOException("not connected to " + device.endpoint() + "; nothing was done");
    }
    return current.operate(point, operation);
  }
}
