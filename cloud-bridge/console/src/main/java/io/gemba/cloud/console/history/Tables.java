package io.gemba.cloud.console.history;

import io.gemba.cloud.console.wire.Document;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What differs between the databases for those who read. */
enum Tables {
  /** One table, whose column {@code v} takes any kind of value. */
  SQLITE(
      "SELECT g.first, g.cause, a.t, b.t FROM gap g"
          + " LEFT JOIN sample a ON a.stream=g.stream AND a.seq=g.first-1"
          + " LEFT JOIN sample b ON b.stream=g.stream AND b.seq=g.last+1") {
    @Override
    String samples(String device) {
      return "(SELECT seq, t, v, NULL AS x, stream, point, flags FROM sample)";
    }

    @Override
    String synced(String device) {
      return "sample";
    }
  },

  /** A table per kind: a device's samples, a line's facts, and what came before a clock was set. */
  POSTGRESQL("SELECT g.first, g.cause, g.t0, g.t1 FROM gap g") {
    @Override
    String samples(String device) {
      return "(SELECT seq, t, v, x, stream, point, flags FROM "
          + synced(device)
          + " UNION ALL SELECT seq, t, v, x, stream, point, flags FROM unsynced_sample)";
    }

    @Override
    String synced(String device) {
      return isLine(device) ? "line_sample" : "sample";
    }
  };

  static final int BOOLEAN = 1 << 2;
  static final int TEXT = 2 << 2;
  static final int BIG = 3 << 2;
  static final int DOCUMENT = 4 << 2;
  static final int KIND = 15 << 2;

  /** The time is that of a gateway whose clock was not set. */
  static final int UNSYNCED = 1 << 6;

  /** First number and cause of each named gap, and the times of the samples beside it. */
  final String gaps;

  Tables(String gaps) {
    this.gaps = gaps;
  }

  /** Where a device's samples are to be read from, with the columns of all kinds of value. */
  abstract String samples(String device);

  /** The table of a device's samples whose times are right. */
  abstract String synced(String device);

  /** Whether a device is a line that writes down what it does. */
  static boolean isLine(String device) {
    return device.startsWith("line-");
  }

  /** The value in the columns {@code v} and {@code x}. */
  static @Nullable Object value(int flags, ResultSet r, int v, int x) throws SQLException {
    Object text = r.getObject(x);
    Object column = text == null ? r.getObject(v) : text;
    return switch (flags & KIND) {
      case BOOLEAN ->
          column instanceof Number n ? (Object) Boolean.valueOf(n.intValue() != 0) : column;
      case DOCUMENT -> column instanceof String json ? (Object) new Document(json) : column;
      case 0 -> column instanceof String whole ? (Object) Long.valueOf(whole) : column;
      default -> column;
    };
  }
}
