package io.gemba.cloud.console.history;

import io.gemba.cloud.console.board.Completeness;
import io.gemba.cloud.console.wire.LineKey;
import io.gemba.cloud.console.wire.Statement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Where history is kept. After an {@link SQLException} a store is of no more use: close it and open
 * another. Safe for any platform thread; one thread writes.
 */
interface Store extends AutoCloseable {

  /** What one transaction did, in samples. */
  record Written(long stored, long duplicates) {}

  /** Writes messages in one transaction, in order; all is durable when this returns. */
  Written write(List<? extends Statement> messages) throws SQLException;

  /**
   * Reads samples of one point between two moments, oldest first, with a gap wherever two do not
   * join on.
   *
   * @param before whether the last one before {@code from} is wanted too, because it still holds
   */
  void read(
      LineKey line, String device, String point, long from, long to, boolean before, Rows rows)
      throws SQLException;

  /** Fills a trend from the level that fits its span. */
  void trend(LineKey line, String device, String point, Trend trend) throws SQLException;

  /**
   * Condenses what is ready at {@code now}, ms since the epoch, one small step.
   *
   * @return whether there may be more at once
   */
  boolean condense(long now) throws SQLException;

  /**
   * Removes what is older than its kind is kept, one small step.
   *
   * @return whether there may be more at once
   */
  boolean forget(long now) throws SQLException;

  /** How complete each journal is. */
  Map<String, Completeness> completeness() throws SQLException;

  /** A name made once for this console. */
  String identity() throws SQLException;

  /** How long it pays to wait for more before a transaction is begun, ms. */
  long lingerMs();

  @Override
  void close() throws SQLException;
}
