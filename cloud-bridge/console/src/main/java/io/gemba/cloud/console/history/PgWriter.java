package io.gemba.cloud.console.history;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.config.StorageConfig.Retention;
import io.gemba.cloud.console.history.Store.Written;
import io.gemba.cloud.console.wire.Sample;
import io.gemba.cloud.console.wire.Statement;
import io.gemba.cloud.console.wire.Statement.Batch;
import io.gemba.cloud.console.wire.Statement.Silence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes messages to PostgreSQL, many in a transaction. Guarded by the store. */
final class PgWriter {
  private final Connection connection;
  private final PgPartitions partitions;
  private final ConsoleClock clock;
  private final Retention retention;
  private final PgNames names;
  private final PgClaims claims;
  private final PgEvents events;

  PgWriter(
      Connection connection, PgPartitions partitions, ConsoleClock clock, Retention retention) {
    this.connection = connection;
    this.partitions = partitions;
    this.clock = clock;
    this.retention = retention;
    this.names = new PgNames(connection);
    this.claims = new PgClaims(connection);
    this.events = new PgEvents(connection, partitions, names);
  }

  /**
   * As {@link Store#write}: as many batches at once as can be, and silences, too: a thousand wills
   * come at once when a broker restarts.
   */
  Written write(List<? extends Statement> messages) throws SQLException {
    List<Batch> batches = new ArrayList<>();
    Map<String, Silence> silences = new LinkedHashMap<>();
    long offered = 0;
    long stored = 0;
    for (Statement message : messages) {
      boolean behind = message instanceof Batch b && silences.containsKey(b.journal());
      if (behind || !(message instanceof Batch || message instanceof Silence)) {
        stored += store(batches, silences);
      }
      switch (message) {
        case Batch batch -> {
          batches.add(batch);
          offered += batch.samples().size();
        }
        case Silence silence -> silences.put(silence.journal(), silence);
        default -> events.write(message);
      }
    }
    stored += store(batches, silences);
    connection.commit();
    return new Written(stored, offered - stored);
  }

  private long store(List<Batch> batches, Map<String, Silence> silences) throws SQLException {
    long stored = store(batches);
    events.silences(silences.keySet());
    batches.clear();
    silences.clear();
    return stored;
  }

  private long store(List<Batch> batches) throws SQLException {
    if (batches.isEmpty()) {
      return 0;
    }
    List<Run> fresh = claims.claim(runs(batches));
    long stored = 0;
    Set<List<Long>> minutes = new HashSet<>();
    for (String table : List.of("sample", "line_sample", "unsynced_sample")) {
      stored += copy(fresh, table, minutes);
    }
    events.mark(minutes);
    events.endSilences(fresh);
    return stored;
  }

  /** Streams are made in the order of their names and locked in the order of their numbers. */
  private List<Run> runs(List<Batch> batches) throws SQLException {
    List<Batch> sorted = new ArrayList<>(batches);
    sorted.sort(Comparator.comparing(Batch::journal).thenComparing(Batch::device));
    Map<Stream, List<Batch>> byStream = new LinkedHashMap<>();
    for (Batch batch : sorted) {
      Stream stream = names.stream(batch.journal(), batch.device(), batch.line());
      byStream.computeIfAbsent(stream, key -> new ArrayList<>()).add(batch);
    }
    PgClaims.lock(connection, byStream.keySet().stream().map(s -> s.id).toList());
    List<Run> runs = new ArrayList<>();
    for (Map.Entry<Stream, List<Batch>> e : byStream.entrySet()) {
      for (Batch batch : e.getValue()) {
        names.points(e.getKey(), batch);
      }
      runs.addAll(Run.of(e.getKey(), e.getValue()));
    }
    runs.sort(Comparator.comparingInt(r -> r.stream.id));
    return runs;
  }

  private static String table(Stream stream, Sample sample) {
    return sample.unsynced()
        ? "unsynced_sample"
        : Tables.isLine(stream.device) ? "line_sample" : "sample";
  }

  private long copy(List<Run> runs, String table, Set<List<Long>> minutes) throws SQLException {
    boolean condensed = table.equals("sample");
    if (condensed) {
      days(runs);
    }
    long kept = condensed ? clock.wallMs() - retention.samples().toMillis() : Long.MAX_VALUE;
    long count = 0;
    PgRows rows = null;
    for (Run run : runs) {
      long seq = run.first;
      long minute = Long.MIN_VALUE;
      for (Sample s : run.samples) {
        if (table(run.stream, s).equals(table)) {
          rows = rows == null ? new PgRows(connection, table) : rows;
          rows.add(run.stream.id, seq, run.stream.point(s.point()), s);
          count++;
          if (s.time() >= kept && Level.MINUTE.begin(s.time()) != minute) {
            minute = Level.MINUTE.begin(s.time());
            minutes.add(List.of((long) run.stream.id, minute));
          }
        }
        seq++;
      }
    }
    if (rows != null) {
      rows.end();
    }
    return count;
  }

  private void days(List<Run> runs) throws SQLException {
    long day = Long.MIN_VALUE;
    for (Run run : runs) {
      for (Sample s : run.samples) {
        if (PgPartitions.day(s.time()) != day && table(run.stream, s).equals("sample")) {
          day = PgPartitions.day(s.time());
          partitions.ensure(s.time());
        }
      }
    }
  }
}
