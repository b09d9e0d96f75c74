package io.gemba.agent.core.forward;

import io.gemba.cloud.spi.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The newest statement about every subject. Whoever knows something says it here; every uplink
 * picks up what it has not sent yet, and everything again in a new session. Never grows beyond one
 * statement per subject, and a few hundred pieces of news, which no new session hears of. Safe for
 * several threads.
 */
public final class Statements {
  /** More at once than this is a storm in which nobody reads each; what holds is stated anyway. */
  private static final int MOST_NEWS = 500;

  private final Map<String, Numbered> newest = new HashMap<>();
  private final ArrayDeque<NumberedNews> news = new ArrayDeque<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long version;

  /**
   * A statement and its place in the order of saying.
   *
   * @param version grows with every statement of any subject
   */
  public record Numbered(long version, Outgoing.Statement statement) {}

  /** The same for what has just happened. */
  public record NumberedNews(long version, Outgoing.News news) {}

  /** Says what has just happened, to the sessions that are open. */
  public void happened(Outgoing.News what) {
    synchronized (newest) {
      news.add(new NumberedNews(++version, what));
      if (news.size() > MOST_NEWS) {
        news.removeFirst();
      }
    }
    listeners.forEach(Runnable::run);
  }

  /** The first that happened after {@code version}, or null. */
  public @Nullable NumberedNews newsSince(long version) {
    synchronized (newest) {
      if (version >= this.version) {
        return null;
      }
      for (NumberedNews numbered : news) {
        if (numbered.version() > version) {
          return numbered;
        }
      }
      return null;
    }
  }

  /** The newest number: what comes later is news. */
  public long version() {
    synchronized (newest) {
      return version;
    }
  }

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
