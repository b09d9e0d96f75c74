package io.gemba.hal.opcua;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
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
  private final Points points;
  private final Selection selection;
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
    this.points = new Points(device.points());
    Set<String> taken =
        device.points().stream().map(PointSettings::name).collect(Collectors.toSet());
    this.selection = new Selection(device.name(), device.plan().select(), taken);
  }

  @Override
  public void run(DeviceContext context) throws IOException, InterruptedException {
    device = redundancy.current();
    RunEnd end = new RunEnd();
    points.forget();
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
    ServerFacts facts = ServerFacts.read(connection, device.plan().profile());
    Readings readings = new Readings(context, points, ticker);
    Reading reading =
        Reading.prepare(
            connection, device, points, selection, readings, facts, end, continuity, ticker);
    SideWork beside =
        new SideWork(side, device, points, connection, facts, context, continuity.isContinued());
    readings.eventsTo(beside::events);
    reading.onFound(beside::found);
    reading.alsoPublish(beside.subscribe(device.keepAlive(), ticker));
    boolean useless = false;
    try {
      reading.start();
      sideWork = beside;
      context.connected();
      reading.begin();
      beside.begin();
      watchOver(new Watch(context, connection, reading, beside), end);
    } catch (FinalLossException e) {
      useless = true;
      throw e;
    } finally {
      sideWork = null;
      reading.stop();
      if (!end.isTold()) {
        beside.end();
      }
      reading.leave(useless || end.isForGood());
    }
  }

  private record Watch(
      DeviceContext context, Connection connection, Reading reading, SideWork beside) {}

  private void watchOver(Watch watch, RunEnd end) throws IOException, InterruptedException {
    long nextRetry = ticker.getAsLong() + retryBad.toNanos();
    long nextTrust = ticker.getAsLong();
    while (true) {
      String reason = end.await(watch.reading().until(look()));
      if (reason != null) {
        throw new IOException("lost " + device.endpoint() + ": " + reason);
      }
      watch.reading().look();
      watch.beside().tick();
      if (ticker.getAsLong() - nextTrust >= 0) {
        checkTrust(watch);
        redundancy.check(watch.connection(), watch.context());
        // often enough for somebody who has just rejected it, seldom enough for the disk
        nextTrust = ticker.getAsLong() + device.keepAlive().multipliedBy(2).toNanos();
      }
      if (ticker.getAsLong() - nextRetry >= 0) {
        watch.reading().retryBad();
        nextRetry = ticker.getAsLong() + retryBad.toNanos();
      }
    }
  }

  private void checkTrust(Watch watch) throws IOException {
    Connection.Trusted trusted = watch.connection().trusted();
    if (trusted.chain().isEmpty()) {
      return;
    }
    String reason = trusted.by().noLonger(trusted.chain(), trusted.since());
    if (reason != null) {
      throw new FinalLossException(reason);
    }
    Instant now = watch.context().clock().instant();
    if (expiry.isDue(now)) {
      expiry.look(
          device,
          trusted.chain().getFirst(),
          trusted.own(),
          trusted.by().remarks(trusted.chain(), now),
          now);
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
