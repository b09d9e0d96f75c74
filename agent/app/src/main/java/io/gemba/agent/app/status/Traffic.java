package io.gemba.agent.app.status;

import io.gemba.agent.core.journal.CommitListener;
import io.gemba.agent.core.journal.Entry;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What was committed since the start: each point's newest sample, how many samples a device gave,
 * and which gaps were recorded. Told by the writer's thread; may be asked by any.
 */
public final class Traffic implements CommitListener {
  private final Map<String, Device> devices = new ConcurrentHashMap<>();
  private final Map<GapKind, GapCount> gaps = new ConcurrentHashMap<>();

  /** Gaps are counted by device and cause. */
  public record GapKind(String device, String cause) {}

  /**
   * How many gaps.
   *
   * @param records gap records
   * @param lost readings in them, as far as known
   */
  public record Gaps(long records, long lost) {}

  private static final class Device {
    final Map<String, Sample> newest = new ConcurrentHashMap<>();
    final LongAdder samples = new LongAdder();
  }

  private static final class GapCount {
    final LongAdder records = new LongAdder();
    final LongAdder lost = new LongAdder();
  }

  @Override
  public void committed(DeviceRef device, long firstSeq, List<Sample> samples) {
    Device known = devices.computeIfAbsent(device.name(), _ -> new Device());
    known.samples.add(samples.size());
    for (Sample sample : samples) {
      known.newest.put(sample.point(), sample);
    }
  }

  @Override
  public void gap(Entry.Gap gap) {
    GapCount count =
        gaps.computeIfAbsent(new GapKind(gap.device().name(), gap.cause()), _ -> new GapCount());
    count.records.increment();
    count.lost.add(Math.max(0, gap.lost()));
  }

  /** The newest committed sample of a point since the start; null when there was none. */
  public @Nullable Sample newest(String device, String point) {
    Device known = devices.get(device);
    return known == null ? null : known.newest.get(point);
  }

  /** The newest committed sample of each point of a device, in no order. */
  public List<Sample> newest(DeviceRef device) {
    Device known = devices.get(device.name());
    return known == null ? List.of() : List.copyOf(known.newest.values());
  }

  /** The points of a device that gave a sample. */
  public List<String> points(String device) {
    Device known = devices.get(device);
    return known == null ? List.of() : known.newest.keySet().stream().sorted().toList();
  }

  /** Samples by device. */
  public Map<String, Long> samples() {
    Map<String, Long> all = new TreeMap<>();
    devices.forEach((name, device) -> all.put(name, device.samples.sum()));
    return all;
  }

  /** Gaps by device and cause. */
  public Map<GapKind, Gaps> gaps() {
    Map<GapKind, Gaps> all = new ConcurrentHashMap<>();
    gaps.forEach((kind, count) -> all.put(kind, new Gaps(count.records.sum(), count.lost.sum())));
    return all;
  }

  /** Forgets devices that are not configured any more. */
  public void retain(Set<String> names) {
    devices.keySet().retainAll(names);
  }
}
