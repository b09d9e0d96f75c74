package io.gemba.cloud.console.board;

import io.gemba.cloud.console.wire.Sample;
import io.gemba.cloud.console.wire.Statement.PointMeta;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One point as last heard. Guarded by the board. */
final class Point {
  /** Units of meters that only climb: energy, volume. Their trend is a slope that says nothing. */
  private static final Set<String> TOTALS =
      Set.of("KWH", "MWH", "GWH", "WHR", "JOU", "KJO", "MTQ", "LTR");

  @Nullable PointMeta meta;
  @Nullable Sample last;

  /**
   * How good a first choice for the trend this is: an analogue with a unit that is no meter best, a
   * text not at all.
   */
  int trendRank() {
    PointMeta m = meta;
    if (m == null || m.type() == null) {
      Object value = last == null ? null : last.value();
      return value instanceof Double
          ? 4
          : value instanceof Number ? 3 : value instanceof Boolean ? 1 : 0;
    }
    if (m.writable()) {
      return 2;
    }
    return switch (m.type()) {
      case "real" -> m.unit() == null ? 6 : TOTALS.contains(m.unit()) ? 5 : 7;
      case "int", "uint", "integer" -> 3;
      case "bool", "boolean" -> 1;
      default -> 0;
    };
  }
}
