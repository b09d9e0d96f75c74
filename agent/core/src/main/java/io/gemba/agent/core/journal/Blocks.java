package io.gemba.agent.core.journal;

import io.gemba.agent.core.clock.ClockMark;
import io.gemba.cloud.spi.Skew;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts samples into blocks of a bearable size and encodes them. Used under the journal's lock. */
final class Blocks implements AutoCloseable {
  /** A consumer gets a block at once, so it must fit into a message. */
  static final int MAX_SAMPLES = 2_000;

  private static final int MAX_BYTES = 1 << 20;

  /** An encoded block that has its numbers but no id yet. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Encoded(
      Ledger.Device device,
      long firstSeq,
      List<Sample> samples,
      boolean historic,
      byte[] body,
      long t0,
      long t1,
      @Nullable Skew skew) {}

  private final BlockEncoder encoder = new BlockEncoder();

  List<Encoded> encode(Ledger ledger, List<DeviceSamples> batch, ClockMark mark) {
    List<Encoded> blocks = new ArrayList<>();
    for (DeviceSamples part : batch) {
      Ledger.Device device = ledger.device(part.device());
      List<Sample> samples = part.samples();
      for (int from = 0; from < samples.size(); ) {
        int to = end(samples, from);
        DeviceSamples some =
            new DeviceSamples(
                part.device(), List.copyOf(samples.subList(from, to)), part.historic());
        blocks.add(encode(ledger, device, some, mark));
        from = to;
      }
    }
    return blocks;
  }

  private Encoded encode(Ledger ledger, Ledger.Device device, DeviceSamples part, ClockMark mark) {
    List<Sample> samples = part.samples();
    int flags =
        (mark.synced() ? BlockCodec.CLOCK_SYNCED : 0) | (part.historic() ? BlockCodec.HISTORIC : 0);
    long first = ledger.number(device, samples.size());
    long t0 = Long.MAX_VALUE;
    long t1 = Long.MIN_VALUE;
    BitSet skewed = null;
    for (int i = 0; i < samples.size(); i++) {
      long time = BlockEncoder.millis(samples.get(i).sourceTime());
      t0 = Math.min(t0, time);
      t1 = Math.max(t1, time);
      // history is long ago by nature: its times are the device's, whatever this clock says
      if (!part.historic() && mark.disagrees(time)) {
        skewed = skewed == null ? new BitSet(samples.size()) : skewed;
        skewed.set(i);
      }
    }
    byte[] body =
        encoder.encode(
            first, device.id, flags, samples, skewed, name -> ledger.pointId(device, name));
    if (!part.historic()) {
      device.lastTime = BlockEncoder.millis(samples.getLast().sourceTime());
    }
    return new Encoded(
        device, first, samples, part.historic(), body, t0, t1, Restamp.skew(mark.wallMs(), skewed));
  }

  private static int end(List<Sample> samples, int from) {
    int limit = Math.min(samples.size(), from + MAX_SAMPLES);
    long bytes = 0;
    int to = from;
    while (to < limit && (to == from || bytes < MAX_BYTES)) {
      bytes += Sizes.of(samples.get(to).value());
      to++;
    }
    return to;
  }

  @Override
  public void close() {
    encoder.close();
  }

  /** Rough sizes of values. */
  static final class Sizes {
    private Sizes() {}

    static long of(Value value) {
      return switch (value) {
        case Value.Text text -> 3L * text.value().length();
        case Value.Bytes bytes -> bytes.value().length;
        case Value.Items items -> items.values().stream().mapToLong(Sizes::of).sum() + 8;
        case Value.Fields fields ->
            fields.values().entrySet().stream()
                    .mapToLong(field -> of(field.getValue()) + 3L * field.getKey().length())
                    .sum()
                + 8;
        default -> 16;
      };
    }
  }
}
