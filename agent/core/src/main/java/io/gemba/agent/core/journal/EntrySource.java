package io.gemba.agent.core.journal;

import org.jspecify.annotations.Nullable;

/** What a {@link Cursor} needs of its journal. */
interface EntrySource {

  /** The id of the newest committed entry. */
  long head();

  /** How many samples were ever committed. */
  long samplesEver();

  /** The oldest entry with {@code from <= id <= upTo} that can be read; null when there is none. */
  @Nullable Entry find(long from, long upTo) throws JournalException;

  /** The newest entry with {@code from <= id <= upTo} that can be read; null when there is none. */
  @Nullable Entry findLast(long from, long upTo) throws JournalException;
}
