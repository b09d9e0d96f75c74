package io.gemba.cloud.console.history;

import io.gemba.cloud.console.wire.Sample;
import io.gemba.cloud.console.wire.Statement.Batch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Samples of one stream whose numbers follow each other, put together from messages. */
final class Run {
  final Stream stream;
  final long first;
  final List<Sample> samples;

  Run(Stream stream, long first, List<Sample> samples) {
    this.stream = stream;
    this.first = first;
    this.samples = samples;
  }

  /** The last number. */
  long last() {
    return first + samples.size() - 1;
  }

  /** Source time of the last one, ms since the epoch. */
  long lastTime() {
    return samples.getLast().time();
  }

  /** The part from one number to another, both inclusive and within. */
  Run part(long from, long to) {
    return new Run(stream, from, samples.subList((int) (from - first), (int) (to - first) + 1));
  }

  /** As few runs as the messages of one stream make; what comes twice among them is taken once. */
  static List<Run> of(Stream stream, List<Batch> batches) {
    List<Run> runs = new ArrayList<>();
    batches.sort(Comparator.comparingLong(Batch::firstSeq));
    Run open = new Run(stream, 0, new ArrayList<>());
    for (Batch batch : batches) {
      long skip = open.samples.isEmpty() ? 0 : open.last() + 1 - batch.firstSeq();
      if (open.samples.isEmpty() || skip < 0) {
        open = new Run(stream, batch.firstSeq(), new ArrayList<>(batch.samples()));
        runs.add(open);
      } else if (skip < batch.samples().size()) {
        open.samples.addAll(batch.samples().subList((int) skip, batch.samples().size()));
      }
    }
    return runs;
  }
}
