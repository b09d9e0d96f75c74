package io.gemba.cloud.console.wire;

import java.util.List;
import java.util.Optional;

/** A topic of the {@code gemba1} name space. */
public sealed interface Topic {
  /** Something said about a line, a cell or a device of it. */
  record Place(LineKey line, String cell, String kind, String name) implements Topic {}

  /** Something a gateway says about itself; {@code channel} is {@code status} or {@code cmd}. */
  record Gateway(GatewayKey gateway, String channel, String name) implements Topic {}

  /** The longest level that is believed; longer ones are somebody's mistake. */
  int MAX_LEVEL = 100;

  /** Reads a topic; empty when it is none of ours. */
  static Optional<Topic> parse(String topic) {
    List<String> levels = List.of(topic.split("/", -1));
    boolean sane =
        levels.stream()
            .allMatch(
                l -> !l.isEmpty() && l.length() <= MAX_LEVEL && l.chars().allMatch(c -> c > ' '));
    if (!sane || !levels.getFirst().equals("gemba1")) {
      return Optional.empty();
    }
    if (levels.size() == 7 && levels.get(3).equals("_gw")) {
      GatewayKey key = new GatewayKey(levels.get(1), levels.get(2), levels.get(4));
      return Optional.of(new Gateway(key, levels.get(5), levels.get(6)));
    }
    if (levels.size() != 8) {
      return Optional.empty();
    }
    LineKey line = new LineKey(levels.get(1), levels.get(2), levels.get(3), levels.get(4));
    return Optional.of(new Place(line, levels.get(5), levels.get(6), levels.get(7)));
  }
}
