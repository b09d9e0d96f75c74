package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The journal's counters, devices and points in memory, as of the transaction under way. After a
 * failure it is thrown away and read again. Used under the journal's lock, but for {@link
 * #pointName} and {@link #device(int)}.
 */
final class Ledger {
  /** A device as the journal knows it. */
  static final class Device {
    final int id;
    volatile DeviceRef ref;
    long nextSeq;
    @Nullable Long lastTime;
    long lastRun;
    private final Map<String, Integer> points = new HashMap<>();

    Device(int id, DeviceRef ref, long nextSeq, @Nullable Long lastTime, long lastRun) {
      this.id = id;
      this.ref = ref;
      this.nextSeq = nextSeq;
      this.lastTime = lastTime;
      this.lastRun = lastRun;
    }
  }

  private record Point(int id, int device, String name) {}

  /** Entries that are counted at the start at most, apart from those of the last commit. */
  private static final int SAVED_EVERY = 128;

  String id = "";
  long nextEntry;
  long commits;
  long samples;
  long gaps;
  long run;
  boolean wasRunning;
  ClockBook clock = new ClockBook();

  /** Per uplink, the progress that entries newer than the tables carry. */
  final Map<String, List<Ranges.Interval>> carried = new HashMap<>();

  private boolean news;
  private long savedUpTo;

  private final Map<String, Device> byName = new HashMap<>();
  private volatile Device[] devices = {};
  private volatile String[] points = {};
  private volatile int pointCount;
  private final List<Point> newPoints = new ArrayList<>();
  private final Set<Device> changed = new LinkedHashSet<>();

  static Ledger load(Database database) throws SQLException, JournalException {
    Ledger ledger = new Ledger();
    database.query(
        row -> {
          ledger.id = row.getString(1);
          ledger.nextEntry = row.getLong(2);
          ledger.commits = row.getLong(3);
          ledger.samples = row.getLong(4);
          ledger.gaps = row.getLong(5);
          ledger.run = row.getLong(6);
          ledger.wasRunning = row.getInt(7) != 0;
        },
        "SELECT id, next_entry, commits, samples, gaps, run, running FROM journal");
    database.query(
        row -> {
          long time = row.getLong(5);
          Long lastTime = row.wasNull() ? null : time;
          DeviceRef ref = new DeviceRef(row.getString(2), row.getString(3));
          ledger.add(new Device(row.getInt(1), ref, row.getLong(4), lastTime, row.getLong(6)));
        },
        "SELECT id, name, place, next_seq, last_time, last_run FROM device ORDER BY id");
    database.query(
        row -> ledger.addPoint(row.getInt(1), row.getInt(2), row.getString(3)),
        "SELECT id, device, name FROM point ORDER BY id");
    if (ledger.id.isEmpty()) {
      throw new SQLException("the journal's own row is missing", "", DatabaseErrors.CORRUPT);
    }
    ledger.savedUpTo = ledger.nextEntry;
    ledger.follow(database);
    ledger.clock = ClockBook.load(database);
    return ledger;
  }

  /** Counts on from the tables what later entries tell: most commits write nothing else. */
  private void follow(Database database) throws SQLException, JournalException {
    database.query(
        row -> {
          Transaction.Row entry = Transaction.row(row);
          nextEntry = entry.id() + 1;
          boolean block = entry.kind() == Transaction.BLOCK;
          samples += block ? entry.count() : 0;
          gaps += entry.kind() == Transaction.GAP ? 1 : 0;
          commits += (row.getInt(8) & Schema.BEGINS_APPEND) != 0 ? 1 : 0;
          Device device = device(entry.device());
          if (device != null) {
            device.nextSeq = Math.max(device.nextSeq, entry.firstSeq() + entry.count());
            device.lastTime = block ? Long.valueOf(entry.t1()) : device.lastTime;
            device.lastRun = run;
            changed.add(device);
          }
          byte[] bytes = row.getBytes(9);
          if (bytes != null) {
            carried.putAll(Carried.decode(bytes));
          }
        },
        "SELECT id, kind, device, first_seq, count, t0, t1, flags, carried FROM entry WHERE id>=?"
            + " ORDER BY id",
        nextEntry);
  }

  /** Whether devices or points are new, which no entry tells, or many entries are to be counted. */
  boolean isToBeSaved() {
    return news || nextEntry - savedUpTo >= SAVED_EVERY;
  }

  List<Device> devices() {
    return Arrays.asList(devices);
  }

  /** Any thread. */
  @Nullable Device device(int id) {
    Device[] known = devices;
    return id >= 0 && id < known.length ? known[id] : null;
  }

  @Nullable Device known(String name) {
    return byName.get(name);
  }

  /** The device, made on its first appearance; its place is what the reference says now. */
  Device device(DeviceRef ref) {
    Device device = byName.get(ref.name());
    if (device == null) {
      device = new Device(devices.length, ref, 1, null, 0);
      add(device);
      changed.add(device);
      news = true;
    } else if (!device.ref.place().equals(ref.place())) {
      device.ref = ref;
      changed.add(device);
      news = true;
    }
    return device;
  }

  private void add(Device device) {
    byName.put(device.ref.name(), device);
    Device[] more = Arrays.copyOf(devices, devices.length + 1);
    more[devices.length] = device;
    devices = more;
  }

  /** Gives out the device's next numbers; the first of them. */
  long number(Device device, long count) {
    long first = device.nextSeq;
    device.nextSeq += count;
    device.lastRun = run;
    changed.add(device);
    return first;
  }

  void activeIn(long someRun, Device device) {
    device.lastRun = someRun;
    changed.add(device);
  }

  int pointId(Device device, String name) {
    Integer id = device.points.get(name);
    if (id == null) {
      id = pointCount;
      news = true;
      newPoints.add(new Point(id, device.id, name));
      addPoint(id, device.id, name);
    }
    return id;
  }

  private void addPoint(int id, int deviceId, String name) {
    Device device = device(deviceId);
    if (id != pointCount || device == null) {
      throw new IllegalStateException("point " + id + " is out of order");
    }
    String[] known = points;
    if (id == known.length) {
      known = Arrays.copyOf(known, Math.max(64, id * 2));
    }
    known[id] = name;
    points = known;
    pointCount = id + 1;
    device.points.put(name, id);
  }

  /** Any thread; null when there is no such point. */
  @Nullable String pointName(int id) {
    return id < pointCount ? points[id] : null;
  }

  /** Writes what the transaction changed. */
  void save(Database database) throws SQLException {
    for (Point point : newPoints) {
      database.update("INSERT INTO point VALUES(?,?,?)", point.id(), point.device(), point.name());
    }
    for (Device device : changed) {
      database.update(
          "INSERT INTO device VALUES(?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET place="
              + "excluded.place, next_seq=excluded.next_seq, last_time=excluded.last_time,"
              + " last_run=excluded.last_run",
          device.id,
          device.ref.name(),
          device.ref.place(),
          device.nextSeq,
          device.lastTime,
          device.lastRun);
    }
    database.update(
        "UPDATE journal SET next_entry=?, commits=?, samples=?, gaps=?, run=?",
        nextEntry,
        commits,
        samples,
        gaps,
        run);
    newPoints.clear();
    changed.clear();
    news = false;
    savedUpTo = nextEntry;
  }
}
