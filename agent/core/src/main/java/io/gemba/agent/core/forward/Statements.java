package io.gemba.agent.core.forward;

import io.gemba.cloud.spi.Outgoing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The newest statement about every subject. Whoever knows something says it here; every uplink
 * picks up what it has not sent yet, and everything again in a new session. Never grows beyond one
 * statement per subject. Safe for several threads.
 */
public final class Statements {
  private final Map<String, Numbered> newest = new HashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long version;

  /**
   * A statement and its place in the order of saying.
   *
   * @param version grows with every statement of any subject
   */
  public record Numbered(long version, Outgoing.Statement statement) {}

  /** Replaces what was last said about the same subject. */
  public void say(Outgoing.Statement statement) {
    synchronized (newest) {
      newest.put(statement.subject(), new Numbered(++version, statement));
    }
    listeners.forEach(Runnable::run);
  }

  /** What was said after {@code version}, oldest first; superseded statements are left out. */
  public List<Numbered> since(long version) {
    synchronized (newest) {
      if (version == this.version) {
        return List.of();
      }
      List<Numbered> found = new ArrayList<>();
      for (Numbered numbered : newest.values()) {
        if (numbered.version() > version) {
          found.add(numbered);
        }
      }
      found.sort(Comparator.comparingLong(Numbered::version));
      return found;
    }
  }

  /** Calls back after every statement, on the thread that said it; must not block. */
  public void onStatement(Runnable listener) {
    listeners.add(listener);
  }
}
