package io.gemba.agent.core.forward;

import io.gemba.agent.core.config.UplinkConfig.Order;
import io.gemba.agent.core.journal.Entry;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.Outbox;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was committed before a session began, one entry after the other in the configured order.
 * Looks at one entry at a time, so neither time nor memory grows with the backlog. Used by the
 * forwarder's thread alone.
 */
final class Backlog {
  private final Outbox outbox;
  private final Order order;
  private final Set<Long> underWay = new HashSet<>();
  private long boundary;
  private long position;
  private long returns;

  Backlog(Outbox outbox, Order order) {
    this.outbox = outbox;
    this.order = order;
    this.returns = outbox.returns();
    this.boundary = outbox.head();
    rewind();
  }

  /** Entries up to this id are backlog, the others are live. */
  long boundary() {
    return boundary;
  }

  /** This entry was sent, and is not to be sent again while nobody knows what became of it. */
  void sent(long id) {
    underWay.add(id);
  }

  /** It is known what became of this entry. */
  void answered(long id) {
    underWay.remove(id);
  }

  /**
   * The next entry that is not under way; null when there is none now.
   *
   * @param passed live entries up to this id were sent: one of them that comes back is backlog
   */
  @Nullable Entry next(long passed) throws JournalException {
    long returnsNow = outbox.returns();
    if (returnsNow != returns) {
      returns = returnsNow;
      boundary = passed;
      rewind();
    }
    for (Entry entry = look(); entry != null; entry = look()) {
      position = entry.id();
      if (!underWay.contains(position)) {
        return entry;
      }
    }
    position = order == Order.OLDEST_FIRST ? boundary : 0;
    return null;
  }

  private @Nullable Entry look() throws JournalException {
    return order == Order.OLDEST_FIRST
        ? outbox.next(position, boundary)
        : outbox.newest(0, position);
  }

  private void rewind() {
    position = order == Order.OLDEST_FIRST ? 0 : boundary + 1;
  }
}
