package io.gemba.agent.core.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One uplink's view of the journal: what it still has to deliver. Peek, deliver, then release or
 * set aside; what is neither stays. Entries may be released in any order. Safe for several threads.
 */
public interface Outbox {

  /** The id of the newest committed entry of any device; 0 when there never was one. */
  long head();

  /**
   * The oldest entry this uplink has neither released nor set aside, with {@code after < id <=
   * upTo}.
   *
   * @return null when there is none
   */
  @Nullable Entry next(long after, long upTo) throws JournalException;

  /**
   * The uplink has it. Cheap: durable with the next commit, so after a crash some of the last
   * window may be sent again under the same numbers.
   */
  void release(long id);

  /**
   * The newest entry this uplink has neither released nor set aside, with {@code after < id <
   * before}.
   *
   * @return null when there is none
   */
  @Nullable Entry newest(long after, long before) throws JournalException;

  /**
   * The uplink will never take it: kept aside, counted, visible, and no longer returned.
   *
   * @param refused the numbers it refused, in order; the rest was taken. Empty = all of them
   */
  void setAside(long id, String reason, List<SeqRange> refused);

  /** The uplink will never take any of it. */
  default void setAside(long id, String reason) {
    setAside(id, reason, List.of());
  }

  /**
   * How often entries that were set aside came back into the queue; when it changes, entries may
   * wait that were passed already.
   */
  long returns();

  /** Samples that wait for this uplink. */
  long pendingSamples();
}
