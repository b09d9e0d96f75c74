package io.gemba.cloud.console.history;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.board.Completeness;
import io.gemba.cloud.console.config.StorageConfig.Retention;
import io.gemba.cloud.console.wire.Document;
import io.gemba.cloud.console.wire.LineKey;
import io.gemba.cloud.console.wire.Sample;
import io.gemba.cloud.console.wire.Statement.Batch;
import io.gemba.cloud.console.wire.Statement.ClockSet;
import io.gemba.cloud.console.wire.Statement.Gap;
import io.gemba.cloud.console.wire.Statement.Silence;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The SQLite file with every sample. After an {@link SQLException} the store is of no more use:
 * close it and open another, because the driver does not notice what SQLite has rolled back. Safe
 * for any platform thread, one at a time.
 */
final class SqliteStore implements Store {
  private static final int FORGET_AT_ONCE = 2_000;

  private final Connection connection;
  private final Retention retention;
  private final ConsoleClock clock;
  private final Condenser condenser;
  private final Map<List<String>, Stream> streams = new HashMap<>();

  /** Opens the file, makes the tables when there are none, and reads what streams there are. */
  SqliteStore(Path file, ConsoleClock clock, Retention retention) throws SQLException {
    this.retention = retention;
    this.clock = clock;
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    condenser = new Condenser(connection, Tables.SQLITE);
    try {
      SqliteSchema.prepare(connection);
      load();
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public synchronized Written write(List<? extends io.gemba.cloud.console.wire.Statement> messages)
      throws SQLException {
    long offered = 0;
    long stored = 0;
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR IGNORE INTO sample VALUES (?,?,?,?,?,?,?)")) {
      for (io.gemba.cloud.console.wire.Statement message : messages) {
        switch (message) {
          case Batch batch -> {
            Stream stream = stream(batch.journal(), batch.device(), batch.line());
            offered += batch.samples().size();
            stored += insert(insert, stream, batch);
            long last = batch.firstSeq() + batch.samples().size() - 1;
            received(stream, batch.firstSeq(), last);
            mark(stream, batch);
          }
          case Gap gap -> gap(stream(gap.journal(), gap.device(), gap.line()), gap);
          case ClockSet set -> putRight(stream(set.journal(), set.device(), set.line()), set);
          case Silence silence -> silence(silence);
          default -> throw new IllegalArgumentException("not history: " + message);
        }
      }
    }
    connection.commit();
    return new Written(stored, offered - stored);
  }

  private long insert(PreparedStatement insert, Stream stream, Batch batch) throws SQLException {
    long seq = batch.firstSeq();
    for (Sample s : batch.samples()) {
      insert.setInt(1, stream.id);
      insert.setLong(2, seq++);
      insert.setInt(3, point(stream, s.point()));
      insert.setLong(4, s.time());
      insert.setInt(5, SampleFlags.of(s));
      insert.setObject(6, s.statusCode() == 0 ? null : s.statusCode());
      insert.setObject(7, column(s.value()));
      insert.addBatch();
    }
    long stored = 0;
    for (int count : insert.executeBatch()) {
      stored += Math.max(0, count);
    }
    return stored;
  }

  /** Notes which minutes have to be made anew; those whose samples are removed already stay. */
  private void mark(Stream stream, Batch batch) throws SQLException {
    if (Tables.isLine(stream.device)) {
      return;
    }
    long kept = clock.wallMs() - retention.samples().toMillis();
    Set<Long> minutes = new HashSet<>();
    for (Sample s : batch.samples()) {
      if (!s.unsynced() && s.time() >= kept) {
        minutes.add(Level.MINUTE.begin(s.time()));
      }
    }
    for (long minute : minutes) {
      update(Buckets.MARK, Level.MINUTE.code, stream.id, minute);
    }
  }

  private static @Nullable Object column(@Nullable Object value) {
    return switch (value) {
      case Boolean b -> b ? 1L : 0L;
      case BigInteger big -> big.toString();
      case Document document -> document.json();
      case null, default -> value;
    };
  }

  private void received(Stream stream, long first, long last) throws SQLException {
    Ranges.Range merged = stream.received.add(first, last);
    stream.explained.add(first, last);
    update(
        "DELETE FROM received WHERE stream=? AND first BETWEEN ? AND ?",
        stream.id,
        merged.first(),
        merged.last());
    update("INSERT INTO received VALUES (?,?,?)", stream.id, merged.first(), merged.last());
  }

  private void gap(Stream stream, Gap gap) throws SQLException {
    update(
        "INSERT OR REPLACE INTO gap VALUES (?,?,?,?,?,?)",
        stream.id,
        gap.from(),
        gap.to(),
        gap.fromTime(),
        gap.toTime(),
        gap.cause());
    explain(stream, gap.from(), gap.to());
  }

  /** Twice does no harm: what was put right is no longer marked. */
  private void putRight(Stream stream, ClockSet set) throws SQLException {
    update(
        "INSERT INTO dirty SELECT DISTINCT 0, stream, (t+?1) - (t+?1) % 60000, 1 FROM sample"
            + " WHERE stream=?2 AND seq BETWEEN ?3 AND ?4 AND flags & 64"
            + Buckets.AGAIN,
        set.offset(),
        stream.id,
        set.from(),
        set.to());
    update(
        "UPDATE sample SET t=t+?, flags=flags & ~64 WHERE stream=? AND seq BETWEEN ? AND ?"
            + " AND flags & 64",
        set.offset(),
        stream.id,
        set.from(),
        set.to());
  }

  private static void explain(Stream stream, long first, long last) {
    if (last >= first) {
      stream.explained.add(first, last);
    }
  }

  /** Marks the end of what came of each device of a journal, as a gap without numbers. */
  private void silence(Silence silence) throws SQLException {
    for (Stream stream : List.copyOf(streams.values())) {
      if (stream.journal.equals(silence.journal()) && stream.received.size() > 0) {
        update(
            "INSERT OR IGNORE INTO gap VALUES"
                + " (?1, (SELECT MAX(last) + 1 FROM received WHERE stream=?1),"
                + " (SELECT MAX(last) FROM received WHERE stream=?1), ?2, NULL, ?3)",
            stream.id,
            silence.time(),
            Breaks.SILENCE);
      }
    }
  }

  private Stream stream(String journal, String device, LineKey place) throws SQLException {
    Stream known = streams.get(List.of(journal, device));
    if (known == null) {
      int id =
          (int)
              insertId(
                  "INSERT INTO stream (journal, device, enterprise, site, area, line) VALUES (?,?,?,?,?,?)",
                  journal,
                  device,
                  place.enterprise(),
                  place.site(),
                  place.area(),
                  place.line());
      known = new Stream(id, journal, device, place);
      streams.put(List.of(journal, device), known);
    } else if (!known.place.equals(place)) {
      update(
          "UPDATE stream SET enterprise=?, site=?, area=?, line=? WHERE id=?",
          place.enterprise(),
          place.site(),
          place.area(),
          place.line(),
          known.id);
      known.place = place;
    }
    return known;
  }

  private int point(Stream stream, String name) throws SQLException {
    Integer known = stream.points.get(name);
    if (known == null) {
      known = (int) insertId("INSERT INTO point (stream, name) VALUES (?,?)", stream.id, name);
      stream.points.put(name, known);
    }
    return known;
  }

  private void update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      statement.executeUpdate();
    }
  }

  private long insertId(String sql, Object... values) throws SQLException {
    update(sql, values);
    try (Statement s = connection.createStatement()) {
      return s.executeQuery("SELECT last_insert_rowid()").getLong(1);
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private void load() throws SQLException {
    Map<Integer, Stream> byId = new HashMap<>();
    try (Statement s = connection.createStatement()) {
      ResultSet r =
          s.executeQuery("SELECT id, journal, device, enterprise, site, area, line FROM stream");
      while (r.next()) {
        LineKey place = new LineKey(r.getString(4), r.getString(5), r.getString(6), r.getString(7));
        Stream stream = new Stream(r.getInt(1), r.getString(2), r.getString(3), place);
        byId.put(stream.id, stream);
        streams.put(List.of(stream.journal, stream.device), stream);
      }
      r = s.executeQuery("SELECT stream, name, id FROM point");
      while (r.next()) {
        known(byId, r.getInt(1)).points.put(r.getString(2), r.getInt(3));
      }
      r = s.executeQuery("SELECT stream, first, last FROM received");
      while (r.next()) {
        known(byId, r.getInt(1)).received.add(r.getLong(2), r.getLong(3));
        known(byId, r.getInt(1)).explained.add(r.getLong(2), r.getLong(3));
      }
      r = s.executeQuery("SELECT stream, first, last FROM gap");
      while (r.next()) {
        explain(known(byId, r.getInt(1)), r.getLong(2), r.getLong(3));
      }
    }
  }

  private static Stream known(Map<Integer, Stream> byId, int id) throws SQLException {
    Stream stream = byId.get(id);
    if (stream == null) {
      throw new SQLException("the history names a stream that is not in it: " + id);
    }
    return stream;
  }

  @Override
  public synchronized void read(
      LineKey line, String device, String point, long from, long to, boolean before, Rows rows)
      throws SQLException {
    new SampleReader(connection, Tables.SQLITE).read(line, device, point, from, to, before, rows);
  }

  @Override
  public synchronized void trend(LineKey line, String device, String point, Trend trend)
      throws SQLException {
    new TrendReader(connection, Tables.SQLITE).read(line, device, point, trend);
  }

  @Override
  public synchronized boolean condense(long now) throws SQLException {
    boolean minutes = condenser.step(Level.MINUTE, now, now - retention.samples().toMillis());
    boolean hours = condenser.step(Level.HOUR, now, now - retention.minutes().toMillis());
    return minutes || hours;
  }

  @Override
  public synchronized boolean forget(long now) throws SQLException {
    boolean more =
        new SqliteRetention(connection, retention, FORGET_AT_ONCE).step(now, streams.values());
    connection.commit();
    return more;
  }

  @Override
  public synchronized Map<String, Completeness> completeness() {
    Map<String, Completeness> all = new HashMap<>();
    streams.values().forEach(s -> all.merge(s.journal, s.completeness(), Completeness::plus));
    return all;
  }

  @Override
  public synchronized String identity() throws SQLException {
    try (Statement s = connection.createStatement()) {
      ResultSet r = s.executeQuery("SELECT value FROM fact WHERE name='identity'");
      if (r.next()) {
        return r.getString(1);
      }
    }
    String made = UUID.randomUUID().toString().substring(0, 13);
    update("INSERT INTO fact VALUES ('identity', ?)", made);
    connection.commit();
    return made;
  }

  @Override
  public long lingerMs() {
    return 0;
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }
}
