package io.gemba.hal.opcua;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * All that one session reads: configured points and selected ones, subscribed to or asked for again
 * and again, and watched for silence. Used by the run's thread only.
 */
final class Reading {
  private static final Duration LEAST_REBROWSE = Duration.ofSeconds(1);

  private final Connection connection;
  private final DeviceSettings device;
  private final Points points;
  private final Selection selection;
  private final Readings readings;
  private final RunEnd end;
  private final LongSupplier ticker;
  private final Poller poller;
  private final Subscriber subscriber;
  private final Subscriptions subscriptions;
  private final PublishLoop publishing;
  private final SelectedPoints selected;
  private final StalePoints stale;
  private final List<SilentPoints> silent = new ArrayList<>();
  private final ModelWatch model;
  private final Subscriptions.Placed placed;
  private final Continuity continuity;
  private final List<Subscription> kept;
  private Consumer<List<MonitoredPoint>> foundListener = found -> {};
  private ServerFacts facts;
  private Typing typing;
  private long lastBrowse;
  private long leastPause = LEAST_REBROWSE.toNanos();
  private boolean browseWanted;

  private Reading(
      Connection connection,
      DeviceSettings device,
      Points points,
      Selection selection,
      Readings readings,
      ServerFacts facts,
      RunEnd end,
      Continuity continuity,
      LongSupplier ticker)
      throws IOException, InterruptedException {
    this.connection = connection;
    this.device = device;
    this.points = points;
    this.selection = selection;
    this.readings = readings;
    this.facts = facts;
    this.end = end;
    this.continuity = continuity;
    this.ticker = ticker;
    poller = new Poller(connection, facts, points, readings, ticker);
    subscriber = new Subscriber(connection, points, readings, poller);
    subscriptions = new Subscriptions(connection, device, facts, ticker);
    typing = new Typing(connection, facts, points, readings);
    selected = new SelectedPoints(points, readings);
    stale = new StalePoints(connection, points, readings, ticker);
    model = new ModelWatch(connection, facts, end);
    List<Subscription> old = continuity.takeOver(connection, subscriptions.groups(points));
    subscriptions.adopt(old, points);
    placed =
        old.isEmpty()
            ? subscriptions.place(IntStream.range(0, points.size()).boxed().toList(), points)
            : new Subscriptions.Placed(Map.of(), List.of());
    kept = subscriptions.seal();
    publishing = new PublishLoop(connection, subscriptions.all(), readings, end, ticker);
  }

  /** Makes the subscriptions; {@link #begin} fills them. */
  static Reading prepare(
      Connection connection,
      DeviceSettings device,
      Points points,
      Selection selection,
      Readings readings,
      ServerFacts facts,
      RunEnd end,
      Continuity continuity,
      LongSupplier ticker)
      throws IOException, InterruptedException {
    return new Reading(
        connection, device, points, selection, readings, facts, end, continuity, ticker);
  }

  /** Lets values come. */
  void start() throws IOException, InterruptedException {
    if (continuity.isContinued()) {
      for (Subscription one : kept) {
        // before the first value, which must know its type
        subscriber.resume(one, continuity.badBefore(), facts, typing);
      }
      publishing.catchUp(kept);
    }
    publishing.start();
  }

  /** Who hears of points that were found, before their first value comes; before {@link #begin}. */
  void onFound(Consumer<List<MonitoredPoint>> listener) {
    foundListener = listener;
  }

  /** Subscriptions of others, whose notifications come by the same way; before {@link #start}. */
  void alsoPublish(List<Subscription> more) {
    more.forEach(publishing::accompany);
  }

  /** Nothing is delivered any more. */
  void stop() {
    publishing.stop();
  }

  /** The run is over, for whatever reason. */
  void leave(boolean forGood) {
    publishing.stop();
    continuity.leave(connection, subscriber, kept, forGood);
  }

  /** Begins to read the points, and looks for those that are to be found. */
  void begin() throws IOException, InterruptedException {
    begin(placed);
    for (Subscription one : kept) {
      look(one, continuity.firstValuesWithin(one));
    }
    continuity.keep(connection, subscriber, kept);
    if (selection.isEmpty()) {
      readings.found(List.of()); // what an earlier configuration found is none any more
      return;
    }
    Subscription own = subscriptions.withRoom(device.plan().publishing());
    if (own != null) {
      readings.onOthers(model::take);
      publishing.add(own);
      model.begin(own.id());
    }
    browse();
  }

  private void begin(Subscriptions.Placed some) throws IOException, InterruptedException {
    for (Map.Entry<Subscription, List<Integer>> one : some.inSubscriptions().entrySet()) {
      if (!kept.contains(one.getKey())) {
        look(one.getKey(), one.getKey().keepAlive());
      }
      subscriber.watch(one.getKey(), one.getValue(), facts, typing);
    }
    subscriber.poll(some.toPoll(), facts, typing);
  }

  private void look(Subscription one, Duration firstValuesWithin) {
    if (silent.stream().noneMatch(watch -> watch.isOf(one))) {
      silent.add(
          new SilentPoints(
              connection,
              one,
              points,
              readings,
              firstValuesWithin,
              () -> publishing.isCaughtUp(one),
              ticker));
    }
  }

  /** How long until something must be done again, at most this long. */
  Duration until(Duration most) {
    return poller.until(most);
  }

  /**
   * Looks after everything once.
   *
   * @throws IOException when a subscription is dead
   */
  void look() throws IOException, InterruptedException {
    publishing.checkSilence();
    poller.poll();
    for (SilentPoints one : silent) {
      bury(one.check(subscriber.watched(), facts));
    }
    bury(stale.check(subscriber.watched(), facts));
    typing.catchUp();
    browseIfDue();
  }

  private void bury(List<StalePoints.Dead> dead) throws IOException, InterruptedException {
    for (StalePoints.Dead one : dead) {
      for (Subscription subscription : subscriptions.all()) {
        if (subscription.handles().contains(one.handle()) && !livesSince(subscription, one)) {
          throw new FinalLossException(
              "lost "
                  + connection.endpoint()
                  + ": its subscription is dead; '"
                  + points.get(one.handle()).name()
                  + "' has changed, as reading it shows, but nothing was sent");
        }
      }
      subscriber.pollInstead(one.handle(), facts);
    }
  }

  /** Whether others of a subscription were heard of when one of them should have been. */
  private boolean livesSince(Subscription subscription, StalePoints.Dead dead) {
    return subscription.handles().stream()
        .map(points::get)
        .anyMatch(point -> point.isHeard() && point.heardAt() - dead.since() > 0);
  }

  /** Tries those points again that were bad so far. */
  void retryBad() throws IOException, InterruptedException {
    if (!subscriber.hasBad()) {
      return;
    }
    facts = ServerFacts.read(connection, device.plan().profile());
    typing = new Typing(connection, facts, points, readings);
    for (Subscription one : subscriptions.all()) {
      List<Integer> bad = subscriber.badOnes(one.handles());
      if (!bad.isEmpty()) {
        subscriber.watch(one, bad, facts, typing);
      }
    }
    subscriber.poll(subscriber.badOnes(placed.toPoll()), facts, typing);
  }

  private void browseIfDue() throws IOException, InterruptedException {
    if (selection.isEmpty()) {
      return;
    }
    browseWanted |= model.takeChange();
    long now = ticker.getAsLong();
    Duration every = device.plan().rebrowse();
    boolean byItself = !every.isZero() && now - lastBrowse >= every.toNanos();
    if (byItself || (browseWanted && now - lastBrowse >= leastPause)) {
      retryBad();
      browse();
    }
  }

  private void browse() throws IOException, InterruptedException {
    browseWanted = false;
    long begun = ticker.getAsLong();
    Selection.Change change = selection.look(connection, facts, end, publishing::checkSilence);
    SelectedPoints.Work work = selected.take(change);
    forget(work.stale());
    foundListener.accept(work.fresh().stream().map(points::get).toList());
    Set<Subscription> before = Set.copyOf(subscriptions.all());
    Subscriptions.Placed more = subscriptions.place(work.fresh(), points);
    for (Subscription one : subscriptions.all()) {
      if (!before.contains(one)) {
        publishing.add(one);
      }
    }
    begin(more);
    lastBrowse = ticker.getAsLong();
    // a walk may take a tenth of the time at most, however often the server changes
    leastPause = Math.max(LEAST_REBROWSE.toNanos(), 10 * (lastBrowse - begun));
  }

  private void forget(Set<Integer> handles) throws IOException, InterruptedException {
    if (handles.isEmpty()) {
      return;
    }
    poller.remove(handles);
    for (Subscription one : subscriptions.all()) {
      Set<Integer> its = new HashSet<>(one.handles());
      its.retainAll(handles);
      if (!its.isEmpty()) {
        subscriber.forget(one, its, facts);
      }
    }
  }
}
