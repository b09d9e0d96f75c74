package io.gemba.hal.spi;

/**
 * How far a value may be trusted; the top two bits of an OPC UA status code (OPC 10000-4 §7.39).
 *
 * <p>A bad quality is data: it is stored and forwarded like any other sample, never replaced by the
 * last good value.
 */
public enum Quality {
  /** The value is what the machine says now. */
  GOOD,
  /** There is a value, but something about it is doubtful. */
  UNCERTAIN,
  /** There is no usable value. */
  BAD;

  /**
   * The quality in the top two bits of an OPC UA status code: 00 good, 01 uncertain, 10 and 11 bad.
   */
  public static Quality ofStatusCode(long statusCode) {
    return switch ((int) (statusCode >>> 30) & 3) {
      case 0 -> GOOD;
      case 1 -> UNCERTAIN;
      default -> BAD;
    };
  }
}
