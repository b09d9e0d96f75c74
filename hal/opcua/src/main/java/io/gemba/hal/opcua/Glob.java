package io.gemba.hal.opcua;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which browse paths are meant: {@code *} and {@code ?} stay within a level, {@code **} as a level
 * of its own is any number of them. Knows too which branches cannot lead to any, so that nobody
 * walks there.
 */
final class Glob {
  /** One for each level; null is {@code **}. */
  private final List<@Nullable Pattern> levels;

  private Glob(List<@Nullable Pattern> levels) {
    this.levels = levels;
  }

  static Glob of(String text) {
    List<@Nullable Pattern> levels = new ArrayList<>();
    for (String level : text.split("/", -1)) {
      levels.add(level.equals("**") ? null : pattern(level));
    }
    return new Glob(levels);
  }

  private static Pattern pattern(String level) {
    return Pattern.compile(
        level
            .chars()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining()),
        Pattern.DOTALL);
  }

  boolean matches(List<String> path) {
    return after(path).get(levels.size());
  }

  /** Whether anything below this path could match. */
  boolean leadsOn(List<String> path) {
    int first = after(path).nextSetBit(0);
    return first >= 0 && first < levels.size();
  }

  /** How many levels could have been used up by a path: a small automaton. */
  private BitSet after(List<String> path) {
    BitSet states = new BitSet();
    states.set(0);
    skipAny(states);
    for (String name : path) {
      BitSet next = new BitSet();
      for (int s = states.nextSetBit(0);
          s >= 0 && s < levels.size();
          s = states.nextSetBit(s + 1)) {
        Pattern level = levels.get(s);
        if (level == null) {
          next.set(s);
        } else if (level.matcher(name).matches()) {
          next.set(s + 1);
        }
      }
      skipAny(next);
      states = next;
    }
    return states;
  }

  private void skipAny(BitSet states) {
    for (int s = states.nextSetBit(0); s >= 0 && s < levels.size(); s = states.nextSetBit(s + 1)) {
      if (levels.get(s) == null) {
        states.set(s + 1);
      }
    }
  }
}
