package io.gemba.agent.core.forward;

import io.gemba.agent.core.journal.Entry;
import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.GapEvent;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.hal.spi.Sample;
import java.util.List;

/**
 * One journal entry on its way: as one message, or as several after the other side found it too
 * large. It counts as delivered when all parts are. Used by the forwarder's thread alone.
 */
final class Consignment {
  private final Entry entry;
  private final boolean backlog;
  private int openParts = 1;

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
          new Batch(b.device(), journal, b.firstSeq(), b.samples(), backlog, b.clockSynced());
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
    if (!(part instanceof Batch batch) || batch.samples().size() < 2) {
      return List.of();
    }
    openParts++;
    int middle = batch.samples().size() / 2;
    return List.of(slice(batch, 0, middle), slice(batch, middle, batch.samples().size()));
  }

  /** One part was taken; true when that was the last. */
  boolean partTaken() {
    return --openParts == 0;
  }

  private static Batch slice(Batch whole, int from, int to) {
    List<Sample> samples = whole.samples().subList(from, to);
    return new Batch(
        whole.device(),
        whole.journal(),
        whole.firstSeq() + from,
        samples,
        whole.backlog(),
        whole.clockSynced());
  }
}
