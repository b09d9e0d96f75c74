package io.gemba.cloud.console.load;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many samples, and sums that tell whether they are the same ones.
 *
 * @param values the sum of all values, in hundredths
 * @param times the sum of all times, each without its multiples of {@link #TIMES}
 */
record Sent(long samples, long values, long times) {
  static final Sent NOTHING = new Sent(0, 0, 0);

  /** A prime; sums of what is left of it stay far from overflow. */
  static final long TIMES = 1_000_003;

  private static final Pattern SAID =
      Pattern.compile("sent (\\d+) samples, values (\\d+), times (\\d+)");

  private static final String STORED =
      "SELECT COUNT(*), COALESCE(SUM(ROUND(v*100)), 0)::bigint, COALESCE(SUM(t %% %d), 0)::bigint"
          + " FROM sample";

  Sent plus(Sent more) {
    return new Sent(samples + more.samples, values + more.values, times + more.times);
  }

  /** What a fleet has said at its end; nothing when it has not got there. */
  static Sent said(String log) {
    Matcher m = SAID.matcher(log);
    return m.find()
        ? new Sent(
            Long.parseLong(m.group(1)), Long.parseLong(m.group(2)), Long.parseLong(m.group(3)))
        : NOTHING;
  }

  /** What there is in a history. */
  static Sent stored(Connection history) throws SQLException {
    try (Statement s = history.createStatement()) {
      ResultSet r = s.executeQuery(STORED.formatted(TIMES));
      r.next();
      return new Sent(r.getLong(1), r.getLong(2), r.getLong(3));
    }
  }

  @Override
  public String toString() {
    return "sent " + samples + " samples, values " + values + ", times " + times;
  }
}
