package io.gemba.agent.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** The last lines of this process's log, for the support bundle. Safe for several threads. */
final class RecentLog extends Handler {
  private static final int MOST = 1_000;
  private static final int LONGEST = 4_000;
  private static final Deque<String> LINES = new ArrayDeque<>();

  RecentLog(Formatter formatter) {
    setFormatter(formatter);
  }

  static List<String> lines() {
    synchronized (LINES) {
      return List.copyOf(LINES);
    }
  }

  @Override
  public void publish(LogRecord entry) {
    String text = getFormatter().format(entry).stripTrailing();
    synchronized (LINES) {
      if (LINES.size() >= MOST) {
        LINES.removeFirst();
      }
      LINES.addLast(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }
  }

  @Override
  public void flush() {
    // nothing is held back
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
