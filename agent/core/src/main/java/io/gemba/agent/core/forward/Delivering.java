package io.gemba.agent.core.forward;

import io.gemba.agent.core.config.UplinkConfig;
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
import java.util.function.LongSupplier;
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
  private final LongSupplier nanoTicker;
  private final Backlog backlog;
  private final Pace pace;
  private final Wake wake;

  // moving
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final ArrayDeque<Part> liveParts = new ArrayDeque<>();
  private final ArrayDeque<Part> backlogParts = new ArrayDeque<>();
  private @Nullable GatewayStatus statusToSend;
  private long liveAfter;
  private long statedVersion;
  private long newsVersion;
  private int inFlight;
  private int backlogInFlight;
  private long acceptedSamples;
  private long setAsideEntries;
  private @Nullable String failure;

  private record Answer(
      @Nullable Consignment of, Outgoing message, long sentAt, long cameAt, Delivery delivery) {}

  private record Part(Consignment of, Outgoing.Fact message) {}

  private record Refusal(Consignment of, Outgoing.Fact message, String reason) {}

  Delivering(
      Session session,
      Outbox outbox,
      Supplier<String> journal,
      Statements statements,
      UplinkConfig config,
      LongSupplier nanoTicker,
      Wake wake) {
    this.session = session;
    this.outbox = outbox;
    this.journal = journal;
    this.statements = statements;
    this.backlogRate = new TokenBucket(config.backlogRate(), nanoTicker);
    this.nanoTicker = nanoTicker;
    this.backlog = new Backlog(outbox, config.backlogOrder());
    this.pace = new Pace(Math.max(1, (int) (session.window() * config.backlogShare())));
    this.wake = wake;
    this.liveAfter = backlog.boundary();
    this.newsVersion = statements.version();
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
      long wait = backlogInFlight < pace.messages() ? backlogRate.nanosToWait() : idleNanos;
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
    return inFlight == 0 && liveParts.isEmpty() && backlogParts.isEmpty();
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
    return sendPart(liveParts) || sendNews() || sendStatement();
  }

  private boolean sendPart(ArrayDeque<Part> parts) {
    Part part = parts.poll();
    if (part != null) {
      send(part.of, part.message);
    }
    return part != null;
  }

  private boolean sendNews() {
    Statements.NumberedNews next = statements.newsSince(newsVersion);
    if (next == null) {
      return false;
    }
    send(null, next.news());
    newsVersion = next.version();
    return true;
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
    backlog.sent(entry.id());
    Consignment consignment = new Consignment(entry, false);
    send(consignment, consignment.whole(journal.get()));
    return true;
  }

  private boolean sendBacklog() throws JournalException {
    if (backlogParts.isEmpty()) {
      Entry entry = backlog.next(liveAfter);
      if (entry == null) {
        return false;
      }
      backlog.sent(entry.id());
      backlogRate.take(entry instanceof Entry.Block block ? block.samples().size() : 1);
      Consignment whole = new Consignment(entry, true);
      whole
          .cut(whole.whole(journal.get()), pace.samples())
          .forEach(part -> backlogParts.add(new Part(whole, part)));
    }
    return sendPart(backlogParts);
  }

  private void send(@Nullable Consignment consignment, Outgoing message) {
    inFlight++;
    if (consignment != null && consignment.backlog()) {
      backlogInFlight++;
    }
    long sentAt = nanoTicker.getAsLong();
    var unused =
        session
            .send(message)
            .thenAccept(
                delivery -> {
                  long cameAt = nanoTicker.getAsLong();
                  answers.add(new Answer(consignment, message, sentAt, cameAt, delivery));
                  wake.up();
                });
  }

  private void takeAnswers() {
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      inFlight--;
      if (answer.of != null && answer.of.backlog()) {
        backlogInFlight--;
        pace.answered(answer.sentAt, answer.cameAt);
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
      finish(answer.of);
    }
    refusals.forEach(this::refuse);
    refusals.clear();
  }

  /**
   * A statement that is refused is dropped: the next one replaces it anyway, and nothing journaled
   * depends on it.
   */
  private void refused(Answer answer, Delivery.Refused refused) {
    Consignment of = answer.of;
    if (of == null || !(answer.message instanceof Outgoing.Fact fact)) {
      return;
    }
    if (refused.tooLarge()) {
      List<Outgoing.Fact> smaller = of.halve(fact);
      ArrayDeque<Part> parts = of.backlog() ? backlogParts : liveParts;
      smaller.forEach(half -> parts.add(new Part(of, half)));
      if (smaller.isEmpty()) {
        refuse(new Refusal(of, fact, refused.reason()));
      }
      return;
    }
    refusals.add(new Refusal(of, fact, refused.reason()));
    if (refusals.size() >= REFUSALS_THAT_MEAN_EVERYTHING) {
      failure = "the other side refuses everything: " + refused.reason();
    }
  }

  private void refuse(Refusal refusal) {
    if (refusal.of.partRefused(refusal.message, refusal.reason)) {
      finish(refusal.of);
    }
  }

  private void finish(Consignment consignment) {
    backlog.answered(consignment.id());
    String reason = consignment.reason();
    if (reason == null) {
      outbox.release(consignment.id());
    } else {
      setAsideEntries++;
      outbox.setAside(consignment.id(), reason, consignment.refused());
    }
  }
}
