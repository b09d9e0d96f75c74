package io.gemba.hal.simulator.opcua;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/** One tag: its true value, what the server shows of it, and who listens. */
final class Point {

  private static final StatusCode BAD = new StatusCode(StatusCodes.Bad_SensorFailure);

  private enum Health {
    GOOD,
    FROZEN,
    BAD
  }

  private final String id;
  private final PointTable table;
  private final List<Feed> feeds = new ArrayList<>(1);
  private Health health = Health.GOOD;
  private DataValue actual;
  private volatile DataValue shown;
  private volatile @Nullable PointHistory history;

  Point(String id, PointTable table, DataValue first) {
    this.id = id;
    this.table = table;
    this.actual = first;
    this.shown = first;
  }

  String id() {
    return id;
  }

  /** What a client reads. Any thread. */
  DataValue shown() {
    return shown;
  }

  /** From now on what is shown is remembered. */
  PointHistory remember() {
    PointHistory made = new PointHistory();
    made.add(shown);
    history = made;
    return made;
  }

  /** What is remembered, or null; any thread. */
  @Nullable PointHistory history() {
    return history;
  }

  /** The plant has a new value. */
  void update(DataValue value) {
    actual = value;
    if (health == Health.GOOD) {
      show(value);
    }
  }

  void attach(DataItem item) {
    Feed feed = new Feed(item);
    feeds.add(feed);
    feed.pass(shown);
  }

  void detach(DataItem item) {
    feeds.removeIf(feed -> feed.item() == item);
  }

  /** A client changed how it listens: it gets the present value, then changes as before. */
  void refresh(DataItem item) {
    for (Feed feed : feeds) {
      if (feed.item() == item && item.isSamplingEnabled()) {
        feed.pass(shown);
      }
    }
  }

  /** The last value stays, with its old source time. */
  void freeze() {
    health = Health.FROZEN;
  }

  /** No value, only a bad status (OPC 10000-4 §7.11). */
  void bad(DateTime now) {
    health = Health.BAD;
    show(new DataValue(Variant.NULL_VALUE, BAD, now, now));
  }

  /** Healthy again: the true value, as of now. */
  void good(DateTime now) {
    health = Health.GOOD;
    show(new DataValue(actual.value(), actual.statusCode(), now, now));
  }

  void flip(DateTime now) {
    if (health == Health.BAD) {
      good(now);
    } else {
      bad(now);
    }
  }

  private void show(DataValue value) {
    shown = value;
    PointHistory remembered = history;
    if (remembered != null) {
      remembered.add(value);
    }
    for (Feed feed : feeds) {
      feed.offer(value);
      table.later(feed);
    }
  }
}
