package io.gemba.cloud.console;

import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.history.History;
import io.gemba.cloud.console.mqtt.Inlet;
import io.gemba.cloud.console.mqtt.OverloadException;
import io.gemba.cloud.console.wire.Decoder;
import io.gemba.cloud.console.wire.GatewayKey;
import io.gemba.cloud.console.wire.Inflation;
import io.gemba.cloud.console.wire.MalformedException;
import io.gemba.cloud.console.wire.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decodes every message, shows it on the board and files it; or only the one or the other, where
 * each comes by a connection of its own. Safe for any thread.
 */
final class Intake implements Inlet {
  private final Decoder decoder = new Decoder();
  private final Board board;
  private final History history;
  private final ConsoleClock clock;
  private final Map<GatewayKey, String> journals = new ConcurrentHashMap<>();
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();
  private volatile @Nullable String lastMalformed;

  Intake(Board board, History history, ConsoleClock clock) {
    this.clock = clock;
    this.board = board;
    this.history = history;
  }

  /** What an intake for one purpose does with messages. */
  private enum Use {
    BOTH,
    SHOW,
    FILE
  }

  /** For a connection that brings what is to be shown, by way of which nothing is stored. */
  Inlet showing() {
    return new Part(Use.SHOW, "");
  }

  /** For a connection that brings what is to be stored; told of as a link of its own. */
  Inlet filing() {
    return new Part(Use.FILE, " (history)");
  }

  private final class Part implements Inlet {
    private final Use use;
    private final String linkSuffix;

    Part(Use use, String linkSuffix) {
      this.use = use;
      this.linkSuffix = linkSuffix;
    }

    @Override
    public void message(
        String broker,
        String topic,
        byte[] payload,
        @Nullable String encoding,
        boolean retained,
        Runnable acknowledge)
        throws InterruptedException {
      take(use, broker, topic, payload, encoding, retained, acknowledge);
    }

    @Override
    public void link(String broker, String url, @Nullable String problem) {
      board.link(broker + linkSuffix, url, problem);
    }
  }

  @Override
  public void message(
      String broker,
      String topic,
      byte[] payload,
      @Nullable String encoding,
      boolean retained,
      Runnable acknowledge)
      throws InterruptedException {
    take(Use.BOTH, broker, topic, payload, encoding, retained, acknowledge);
  }

  private void take(
      Use use,
      String broker,
      String topic,
      byte[] payload,
      @Nullable String encoding,
      boolean retained,
      Runnable acknowledge)
      throws InterruptedException {
    if (use == Use.FILE && !Decoder.isHistory(topic)) {
      acknowledge.run();
      return;
    }
    messages.incrementAndGet();
    Statement statement;
    try {
      statement = decoder.decode(topic, Inflation.plain(payload, encoding));
    } catch (MalformedException e) {
      malformed.incrementAndGet();
      lastMalformed = shortened(topic) + ": " + e.getMessage();
      acknowledge.run();
      return;
    }
    if (use != Use.FILE) {
      board.hear(broker, statement, retained);
    }
    if (use == Use.SHOW) {
      if (statement instanceof Statement.AgentStatus s && s.online() && s.journal() != null) {
        journals.put(s.gateway(), s.journal());
      }
      acknowledge.run();
      return;
    }
    file(statement, acknowledge);
  }

  private void file(Statement statement, Runnable acknowledge) throws InterruptedException {
    switch (statement) {
      case Statement.Batch b -> offer(b, acknowledge);
      case Statement.Gap g -> offer(g, acknowledge);
      case Statement.ClockSet c -> offer(c, acknowledge);
      case Statement.AgentStatus s -> {
        status(s);
        acknowledge.run();
      }
      default -> acknowledge.run();
    }
  }

  private void offer(Statement statement, Runnable acknowledge) throws InterruptedException {
    if (!history.offer(statement, acknowledge)) {
      throw new OverloadException(
          "the history takes less than comes — look at its disk or database; what is not"
              + " acknowledged comes again");
    }
  }

  private void status(Statement.AgentStatus status) throws InterruptedException {
    String journal = status.journal() == null ? journals.get(status.gateway()) : status.journal();
    if (journal == null) {
      return;
    }
    if (status.online()) {
      journals.put(status.gateway(), journal);
    } else {
      offer(new Statement.Silence(journal, clock.wallMs()), () -> {});
    }
  }

  private static String shortened(String topic) {
    return topic.length() > 200 ? topic.substring(0, 200) + "…" : topic;
  }

  @Override
  public void link(String broker, String url, @Nullable String problem) {
    board.link(broker, url, problem);
  }

  Counts counts() {
    return new Counts(messages.get(), malformed.get(), lastMalformed);
  }

  /**
   * Messages since the start; {@code lastMalformed} names topic and reason of the last that could
   * not be read.
   */
  record Counts(long messages, long malformed, @Nullable String lastMalformed) {}
}
