package io.gemba.hal.gpio.cdev;

import java.util.List;

/**
 * How one line is wanted, or several together, whose edges then come in one order.
 *
 * @param lines their numbers in the chip, at least one
 * @param consumer who wants it, up to 31 ASCII characters; others see it
 * @param output whether to drive it
 * @param high an output's first level
 * @param rising whether an input tells when its level goes up
 * @param falling whether an input tells when its level goes down
 * @param bias what holds an open input
 * @param debounceMicros how long an input stands still before the kernel tells; 0 = it tells all
 */
public record LineRequest(
    List<Integer> lines,
    String consumer,
    boolean output,
    boolean high,
    boolean rising,
    boolean falling,
    Bias bias,
    int debounceMicros) {

  public LineRequest {
    lines = List.copyOf(lines);
  }

  /** What holds an open input's level. */
  public enum Bias {
    /** Whatever was set before; what chips that know no bias want. */
    AS_IT_IS,
    OFF,
    UP,
    DOWN
  }

  /** An output that begins at this level. */
  public static LineRequest output(int line, String consumer, boolean high) {
    return new LineRequest(List.of(line), consumer, true, high, false, false, Bias.AS_IT_IS, 0);
  }

  /** The same request for another bias. */
  public LineRequest with(Bias other) {
    return new LineRequest(lines, consumer, output, high, rising, falling, other, debounceMicros);
  }
}
