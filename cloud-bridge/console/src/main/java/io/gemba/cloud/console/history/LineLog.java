package io.gemba.cloud.console.history;

import io.gemba.cloud.console.wire.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a line did from one moment to another, as its gateway wrote it down: the facts of the device
 * {@code line-{area}-{line}}. Newer words on the same moment replace older ones. Used by one
 * thread.
 */
public final class LineLog {
  /** More facts than these are a broken clock, not a line. */
  private static final int MOST = 20_000;

  private final Map<String, TreeMap<Long, Object>> points = new LinkedHashMap<>();

  /** Collects the rows of one point; holes between facts are told by what is missing. */
  Rows rows(String point) {
    TreeMap<Long, Object> facts = points.computeIfAbsent(point, name -> new TreeMap<>());
    return new Rows() {
      @Override
      public void add(long time, @Nullable Object value, int quality) {
        if (value != null && facts.size() < MOST) {
          facts.put(time, value);
        }
      }

      @Override
      public void gap() {}
    };
  }

  /** {@code [time, state, cause]}, oldest first; each holds until the next. */
  public List<List<@Nullable Object>> states() {
    NavigableMap<Long, Object> states = of("state");
    NavigableMap<Long, Object> causes = of("cause");
    List<List<@Nullable Object>> rows = new ArrayList<>();
    TreeMap<Long, Object> moments = new TreeMap<>(states);
    moments.putAll(causes);
    for (Long at : moments.keySet()) {
      Map.Entry<Long, Object> state = states.floorEntry(at);
      Map.Entry<Long, Object> cause = causes.floorEntry(at);
      if (state != null) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(at);
        row.add(state.getValue());
        row.add(cause == null || cause.getValue().equals("") ? null : cause.getValue());
        rows.add(row);
      }
    }
    return rows;
  }

  /**
   * The objects of one of the points {@code stop}, {@code reason}, {@code counts}, {@code shift}.
   */
  public List<Map<String, Object>> objects(String point) {
    List<Map<String, Object>> rows = new ArrayList<>();
    of(point)
        .forEach(
            (at, value) -> {
              if (value instanceof Document document) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("t", at);
                row.put("fact", document);
                rows.add(row);
              }
            });
    return rows;
  }

  private NavigableMap<Long, Object> of(String point) {
    return points.getOrDefault(point, new TreeMap<>());
  }
}
