package io.gemba.agent.core.journal;

import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps out of the journal what a faulty adapter may hand in and no block could hold. */
final class Soundness {
  /** Bad_EncodingLimitsExceeded (OPC 10000-4 §7.39). */
  static final long TOO_LARGE = 0x8008_0000L;

  private static final int MOST_BYTES = 1 << 20;

  private Soundness() {}

  /**
   * The sample itself; a bad one in its place when its value is nested too deep or larger than a
   * mebibyte; null when parts of it are missing.
   */
  static @Nullable Sample of(@Nullable Sample sample) {
    if (sample == null || missing(sample)) {
      return null;
    }
    return switch (sample.value()) {
      case Value.Text v when v.value() == null -> null;
      case Value.Time v when v.value() == null -> null;
      case Value.Text _, Value.Bytes _, Value.Items _, Value.Fields _ ->
          size(sample.value(), 0) <= MOST_BYTES
              ? sample
              : Sample.bad(sample.point(), TOO_LARGE, sample.sourceTime());
      default -> sample;
    };
  }

  /** The loss with what is missing filled in. */
  @SuppressWarnings("ConstantValue") // an adapter is compiled without our null checks
  static Loss of(Loss loss) {
    if (loss.cause() != null && loss.from() != null && loss.to() != null) {
      return loss;
    }
    Instant from = loss.from() == null ? Instant.EPOCH : loss.from();
    String cause = loss.cause() == null ? "unknown" : loss.cause();
    return new Loss(loss.point(), cause, loss.count(), from, loss.to() == null ? from : loss.to());
  }

  /** A loss in the place of a sample with missing parts. */
  @SuppressWarnings("ConstantValue") // as above
  static Loss invalid(@Nullable Sample sample) {
    Instant time =
        sample == null || sample.sourceTime() == null ? Instant.EPOCH : sample.sourceTime();
    return new Loss(null, "invalid", 1, time, time);
  }

  @SuppressWarnings("ConstantValue") // an adapter is compiled without our null checks
  private static boolean missing(Sample sample) {
    return sample.point() == null
        || sample.value() == null
        || sample.quality() == null
        || sample.sourceTime() == null;
  }

  /** Rough bytes; more than allowed for what is nested too deep or has holes. */
  private static long size(@Nullable Value value, int depth) {
    if (value == null || depth > ValueCodec.MAX_DEPTH) {
      return Integer.MAX_VALUE;
    }
    return switch (value) {
      case Value.Text text -> text.value() == null ? Integer.MAX_VALUE : 3L * text.value().length();
      case Value.Time time -> time.value() == null ? Integer.MAX_VALUE : 16;
      case Value.Bytes bytes -> bytes.value().length;
      case Value.Items items -> items.values().stream().mapToLong(v -> size(v, depth + 1)).sum();
      case Value.Fields fields -> {
        long sum = 0;
        for (Map.Entry<String, Value> field : fields.values().entrySet()) {
          String name = field.getKey();
          sum += name == null ? Integer.MAX_VALUE : 3L * name.length();
          sum += size(field.getValue(), depth + 1);
        }
        yield sum;
      }
      default -> 16;
    };
  }
}
