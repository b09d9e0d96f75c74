package io.gemba.cloud.console.users;

import io.gemba.cloud.console.ConsoleClock;

/** Writes deeds to the store, in lengths that fit a page. Safe for any platform thread. */
public final class AuditLog implements Audit {
  private static final int LONGEST = 500;

  private final UserStore store;
  private final ConsoleClock clock;

  /** Times are of the wall clock. */
  public AuditLog(UserStore store, ConsoleClock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void record(Visitor who, String action, String subject, String outcome) {
    store.append(
        new Deed(
            0,
            clock.wallMs(),
            plain(who.name()),
            plain(who.from()),
            plain(action),
            plain(subject),
            plain(outcome)));
  }

  /** One line, whatever a stranger wrote into it. */
  private static String plain(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
