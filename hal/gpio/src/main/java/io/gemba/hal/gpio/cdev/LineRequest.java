package io.gemba.hal.gpio.cdev;

/**
 * How one line is wanted.
 *
 * @param line its number in the chip
 * @param consumer who wants it, up to 31 ASCII characters; others see it
 * @param output whether to drive it
 * @param high an output's first level
 * @param rising whether an input tells when its level goes up
 * @param falling whether an input tells when its level goes down
 * @param bias what holds an open input
 * @param debounceMicros how long an input stands still before the kernel tells; 0 = it tells all
 */
public record LineRequest(
    int line,
    String consumer,
    boolean output,
    boolean high,
    boolean rising,
    boolean falling,
    Bias bias,
    int debounceMicros) {

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
    return new LineRequest(line, consumer, true, high, false, false, Bias.AS_IT_IS, 0);
  }

  /** The same request for another bias. */
  public LineRequest with(Bias other) {
    return new LineRequest(line, consumer, output, high, rising, falling, other, debounceMicros);
  }
}
