package io.gemba.cloud.console.web;

import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.wire.Quality;
import io.gemba.cloud.console.wire.Sample;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Samples as short rows, {@code [time, value]} or {@code [time, value, "bad"]}. */
final class Samples {
  private Samples() {}

  static Map<String, Object> rows(Map<String, Board.FreshSamples> fresh) {
    Map<String, Object> rows = new TreeMap<>();
    fresh.forEach(
        (line, f) ->
            rows.put(
                line,
                Map.of(
                    "point",
                    f.point(),
                    "samples",
                    f.samples().stream().map(Samples::row).toList())));
    return rows;
  }

  private static List<@Nullable Object> row(Sample s) {
    Object value = s.value() instanceof BigInteger big ? big.toString() : s.value();
    return s.quality() == Quality.GOOD
        ? Arrays.asList(s.time(), value)
        : Arrays.asList(s.time(), value, s.quality().word());
  }
}
