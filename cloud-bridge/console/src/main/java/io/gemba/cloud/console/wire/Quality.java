package io.gemba.cloud.console.wire;

/** How far a value may be trusted, as written in the {@code q} of a sample. */
public enum Quality {
  GOOD(0),
  UNCERTAIN(1),
  BAD(2);

  private final int code;

  Quality(int code) {
    this.code = code;
  }

  /** As stored: the top two bits of an OPC UA status code. */
  public int code() {
    return code;
  }

  /** Left out means good; a word nobody knows means uncertain, never good. */
  static Quality of(String text) {
    return switch (text) {
      case "", "good" -> GOOD;
      case "bad" -> BAD;
      default -> UNCERTAIN;
    };
  }

  /** As on the wire. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
