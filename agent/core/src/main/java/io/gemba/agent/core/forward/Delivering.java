package io.gemba.agent.core.forward;

import io.gemba.agent.core.journal.Entry;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.Outbox;
import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.cloud.spi.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One session's worth of delivering. Everything committed after the session began is live and goes
 * first; everything older is backlog and gets its share of the window behind it. {@link #step} is
 * called by the forwarder's thread only; answers arrive on the uplink's threads through a queue.
 */
final class Delivering {
  /**
   * So many refusals without a single acceptance mean that the other side refuses everything, not
   * this message.
   */
  private static final int REFUSALS_THAT_MEAN_EVERYTHING = 10;

  // valid for the life of the session
  private final Session session;
  private final Outbox outbox;
  private final Supplier<String> journal;
  private final Statements statements;
  private final TokenBucket backlogRate;
  private final int backlogWindow;
  private final Wake wake;
  private final long boundary;

  // moving
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final ArrayDeque<Part> halves = new ArrayDeque<>();
  private @Nullable GatewayStatus statusToSend;
  private long liveAfter;
  private long backlogAfter;
  private long statedVersion;
  private int inFlight;
  private int backlogInFlight;
  private long acceptedSamples;
  private long setAsideEntries;
  private @Nullable String failure;

  private record Answer(@Nullable Consignment of, Outgoing message, Delivery delivery) {}

  private record Part(Consignment of, Outgoing.Fact message) {}

  private record Refusal(Consignment consignment, String reason) {}

  Delivering(
      Session session,
      Outbox outbox,
      Supplier<String> journal,
      Statements statements,
      TokenBucket backlogRate,
      double backlogShare,
      Wake wake) {
    this.session = session;
    this.outbox = outbox;
    this.journal = journal;
    this.statements = statements;
    this.backlogRate = backlogRate;
    this.backlogWindow = Math.max(1, (int) (session.window() * backlogShare));
    this.wake = wake;
    this.boundary = outbox.head();
    this.liveAfter = boundary;
  }

  /**
   * Does all that can be done now.
   *
   * @return nanoseconds after which it is worth looking again even if nothing happens
   */
  long step(long idleNanos) throws JournalException {
    takeAnswers();
    while (failure == null && inFlight < session.window()) {
      if (sendWhatWaits() || sendLive()) {
        takeAnswers();
        continue;
      }
      long wait = backlogInFlight < backlogWindow ? backlogRate.nanosToWait() : idleNanos;
      if (wait > 0) {
        return Math.min(wait, idleNanos);
      }
      if (!sendBacklog()) {
        return idleNanos;
      }
      takeAnswers();
    }
    return idleNanos;
  }

  /** Why this session cannot go on, or null. */
  @Nullable String failure() {
    return failure;
  }

  /** Whether everything committed so far has been answered. */
  boolean idle() {
    return inFlight == 0 && halves.isEmpty();
  }

  long acceptedSamples() {
    return acceptedSamples;
  }

  long setAsideEntries() {
    return setAsideEntries;
  }

  /**
   * The gateway's own status is next; outside the statements because each uplink has one of its
   * own.
   */
  void sayStatus(GatewayStatus status) {
    statusToSend = status;
  }

  private boolean sendWhatWaits() {
    if (statusToSend != null) {
      send(null, statusToSend);
      statusToSend = null;
      return true;
    }
    Part half = halves.poll();
    if (half != null) {
      send(half.of, half.message);
      return true;
    }
    return sendStatement();
  }

  private boolean sendStatement() {
    List<Statements.Numbered> news = statements.since(statedVersion);
    if (news.isEmpty()) {
      return false;
    }
    send(null, news.getFirst().statement());
    statedVersion = news.getFirst().version();
    return true;
  }

  private boolean sendLive() throws JournalException {
    Entry entry = outbox.next(liveAfter, Long.MAX_VALUE);
    if (entry == null) {
      return false;
    }
    liveAfter = entry.id();
    Consignment consignment = new Consignment(entry, false);
    send(consignment, consignment.whole(journal.get()));
    return true;
  }

  private boolean sendBacklog() throws JournalException {
    Entry entry = outbox.next(backlogAfter, boundary);
    if (entry == null) {
      backlogAfter = boundary;
      return false;
    }
    backlogAfter = entry.id();
    backlogRate.take(entry instanceof Entry.Block block ? block.samples().size() : 1);
    Consignment consignment = new Consignment(entry, true);
    send(consignment, consignment.whole(journal.get()));
    return true;
  }

  private void send(@Nullable Consignment consignment, Outgoing message) {
    inFlight++;
    if (consignment != null && consignment.backlog()) {
      backlogInFlight++;
    }
    var unused =
        session
            .send(message)
            .thenAccept(
                delivery -> {
                  answers.add(new Answer(consignment, message, delivery));
                  wake.up();
                });
  }

  private void takeAnswers() {
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      inFlight--;
      if (answer.of != null && answer.of.backlog()) {
        backlogInFlight--;
      }
      take(answer);
    }
  }

  private void take(Answer answer) {
    switch (answer.delivery) {
      case Delivery.Accepted ignored -> accepted(answer);
      case Delivery.Refused refused -> refused(answer, refused);
      case Delivery.Unknown unknown -> failure = failure == null ? unknown.reason() : failure;
    }
  }

  private void accepted(Answer answer) {
    if (answer.of == null) {
      return;
    }
    if (answer.message instanceof Batch batch) {
      acceptedSamples += batch.samples().size();
    }
    if (answer.of.partTaken()) {
      outbox.release(answer.of.id());
    }
    refusals.forEach(this::setAside);
    refusals.clear();
  }

  /**
   * A statement that is refused is dropped: the next one replaces it anyway, and nothing journaled
   * depends on it.
   */
  private void refused(Answer answer, Delivery.Refused refused) {
    if (answer.of == null) {
      return;
    }
    if (refused.tooLarge() && answer.message instanceof Outgoing.Fact fact) {
      List<Outgoing.Fact> smaller = answer.of.halve(fact);
      if (!smaller.isEmpty()) {
        smaller.forEach(half -> halves.add(new Part(answer.of, half)));
        return;
      }
      setAside(new Refusal(answer.of, refused.reason()));
      return;
    }
    refusals.add(new Refusal(answer.of, refused.reason()));
    if (refusals.size() >= REFUSALS_THAT_MEAN_EVERYTHING) {
      failure = "the other side refuses everything: " + refused.reason();
    }
  }

  private void setAside(Refusal refusal) {
    setAsideEntries++;
    outbox.setAside(refusal.consignment.id(), refusal.reason);
  }
}
