package io.gemba.agent.core.forward;

import io.gemba.agent.core.journal.Entry;
import io.gemba.agent.core.journal.SeqRange;
import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.ClockEvent;
import io.gemba.cloud.spi.GapEvent;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.cloud.spi.Skew;
import io.gemba.hal.spi.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One journal entry on its way: as one message, or as several after the other side found it too
 * large. It is done when all parts are taken or refused. Used by the forwarder's thread alone.
 */
final class Consignment {
  private final Entry entry;
  private final boolean backlog;
  private final List<SeqRange> refused = new ArrayList<>();
  private int openParts = 1;
  private @Nullable String reason;

  Consignment(Entry entry, boolean backlog) {
    this.entry = entry;
    this.backlog = backlog;
  }

  long id() {
    return entry.id();
  }

  boolean backlog() {
    return backlog;
  }

  /** The whole entry as a message. */
  Outgoing.Fact whole(String journal) {
    return switch (entry) {
      case Entry.Block b ->
          new Batch(
              b.device(),
              journal,
              b.firstSeq(),
              b.samples(),
              backlog || b.historic(),
              b.clockSynced(),
              b.skew());
      case Entry.Clock c ->
          new ClockEvent(
              c.device(),
              journal,
              c.boot(),
              c.kind(),
              c.from(),
              c.to(),
              c.offset(),
              c.before(),
              c.after());
      case Entry.Gap g ->
          new GapEvent(
              g.device(),
              journal,
              g.from(),
              g.to(),
              g.start(),
              g.end(),
              g.cause(),
              g.lost(),
              g.point());
    };
  }

  /** Two halves of a message that was too large; empty when it cannot be made smaller. */
  List<Outgoing.Fact> halve(Outgoing.Fact part) {
    return part instanceof Batch batch && batch.samples().size() > 1
        ? cut(batch, (batch.samples().size() + 1) / 2)
        : List.of();
  }

  /** The message in parts of so many samples at most. */
  List<Outgoing.Fact> cut(Outgoing.Fact part, int most) {
    if (!(part instanceof Batch batch) || batch.samples().size() <= most) {
      return List.of(part);
    }
    List<Outgoing.Fact> parts = new ArrayList<>();
    int size = batch.samples().size();
    for (int from = 0; from < size; from += most) {
      parts.add(slice(batch, from, Math.min(size, from + most)));
    }
    openParts += parts.size() - 1;
    return parts;
  }

  /** One part was taken; true when that was the last. */
  boolean partTaken() {
    return --openParts == 0;
  }

  /** One part will never be taken; true when that was the last. */
  boolean partRefused(Outgoing.Fact part, String why) {
    reason = why;
    if (part instanceof Batch batch) {
      long from = batch.firstSeq();
      refused.add(new SeqRange(from, from + batch.samples().size() - 1));
    }
    return --openParts == 0;
  }

  /** Why parts of it were refused; null when all were taken. */
  @Nullable String reason() {
    return reason;
  }

  /** The numbers that were refused, in order and as few ranges as possible. */
  List<SeqRange> refused() {
    List<SeqRange> merged = new ArrayList<>();
    refused.sort(Comparator.comparingLong(SeqRange::from));
    for (SeqRange range : refused) {
      SeqRange last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && last.to() + 1 == range.from()) {
        merged.set(merged.size() - 1, new SeqRange(last.from(), range.to()));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }

  private static Batch slice(Batch whole, int from, int to) {
    List<Sample> samples = whole.samples().subList(from, to);
    Skew skew = whole.skew();
    return new Batch(
        whole.device(),
        whole.journal(),
        whole.firstSeq() + from,
        samples,
        whole.backlog(),
        whole.clockSynced(),
        skew == null ? null : skew.slice(from, to));
  }
}
