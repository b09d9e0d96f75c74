package io.gemba.agent.core.forward;

import io.gemba.agent.core.journal.Entry;
import io.gemba.agent.core.journal.Outbox;
import io.gemba.agent.core.journal.SeqRange;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An outbox in memory with the journal's semantics. */
final class MemoryOutbox implements Outbox {
  static final DeviceRef PRESS = new DeviceRef("press1", "molding/l3/press1");
  private final TreeMap<Long, Entry> pending = new TreeMap<>();
  final Map<Long, String> aside = new ConcurrentHashMap<>();
  final List<SeqRange> refused = new CopyOnWriteArrayList<>();
  private final TreeMap<Long, Entry> put = new TreeMap<>();
  private long returns;
  private long head;
  private long seq = 1;

  /** Commits one block of so many samples. */
  synchronized long commit(int samples) {
    List<Sample> block = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      block.add(Sample.good("speed", Value.of(seq + i), Instant.ofEpochMilli(seq + i)));
    }
    pending.put(++head, new Entry.Block(head, PRESS, seq, block, true));
    seq += samples;
    return head;
  }

  @Override
  public synchronized long head() {
    return head;
  }

  @Override
  public synchronized @Nullable Entry next(long after, long upTo) {
    var found = pending.higherEntry(after);
    return found == null || found.getKey() > upTo ? null : found.getValue();
  }

  @Override
  public synchronized @Nullable Entry newest(long after, long before) {
    var found = pending.lowerEntry(before);
    return found == null || found.getKey() <= after ? null : found.getValue();
  }

  @Override
  public synchronized void release(long id) {
    pending.remove(id);
  }

  @Override
  public synchronized void setAside(long id, String reason, List<SeqRange> numbers) {
    put.put(id, pending.remove(id));
    aside.put(id, reason);
    refused.addAll(numbers);
  }

  /** Puts everything that was set aside back into the queue. */
  synchronized void retry() {
    pending.putAll(put);
    put.clear();
    aside.clear();
    returns++;
  }

  @Override
  public synchronized long returns() {
    return returns;
  }

  @Override
  public synchronized long pendingSamples() {
    return pending.values().stream()
        .mapToLong(e -> e instanceof Entry.Block b ? b.samples().size() : 0)
        .sum();
  }
}
