package io.gemba.agent.core.journal;

/**
 * Machine readings are mostly short decimals in disguise: 61.4 is 614 tenths. Finds the smallest
 * power of ten that gives every value of a column back bit by bit; the division is what the reader
 * does, so what passes here is exact.
 */
final class Decimals {
  /** The largest power of ten tried. */
  static final int MAX_SCALE = 9;

  /** The scale of a column that is no column of decimals. */
  static final int RAW = 15;

  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  private static final double LARGEST = 0x1p53;

  private Decimals() {}

  /** The smallest scale from {@code from} on that is exact for this value, or {@link #RAW}. */
  static int scale(double value, int from, boolean single) {
    for (int scale = from; scale <= MAX_SCALE; scale++) {
      if (exact(value, scale, single)) {
        return scale;
      }
    }
    return RAW;
  }

  static boolean exact(double value, int scale, boolean single) {
    double scaled = Math.rint(value * POWERS[scale]);
    if (!(Math.abs(scaled) < LARGEST)) {
      return false; // too large, infinite or not a number
    }
    double back = value((long) scaled, scale);
    return single
        ? Float.floatToRawIntBits((float) back) == Float.floatToRawIntBits((float) value)
        : Double.doubleToRawLongBits(back) == Double.doubleToRawLongBits(value);
  }

  static long mantissa(double value, int scale) {
    return (long) Math.rint(value * POWERS[scale]);
  }

  static double value(long mantissa, int scale) {
    return mantissa / POWERS[scale];
  }
}
