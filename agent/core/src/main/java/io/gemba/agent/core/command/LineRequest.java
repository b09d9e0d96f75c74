package io.gemba.agent.core.command;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a person wants to be written down about a line, from wherever it was said. */
public sealed interface LineRequest {

  /** Which line, {@code area/line}. */
  String line();

  /**
   * Why a line stood.
   *
   * @param at a moment within the stop
   * @param reason a code of the catalogue; null takes it back
   * @param by who says so
   */
  record Explain(String line, Instant at, @Nullable String reason, String by)
      implements LineRequest {}

  /**
   * An alarm was seen, or shall be silent for a while.
   *
   * @param alarm its name in the configuration
   * @param lasting for how long it is shelved; zero for anything else
   * @param comment may be empty
   * @param by who does it
   */
  record OnAlarm(String line, String alarm, Deed deed, Duration lasting, String comment, String by)
      implements LineRequest {}

  /** What can be done about an alarm. */
  enum Deed {
    ACKNOWLEDGE,
    SHELVE,
    UNSHELVE
  }
}
