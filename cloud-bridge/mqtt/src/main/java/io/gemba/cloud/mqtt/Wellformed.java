package io.gemba.cloud.mqtt;

/** Text that UTF-8 can hold. */
final class Wellformed {
  private Wellformed() {}

  /**
   * The text with each lone surrogate replaced by U+FFFD: some devices send such text, UTF-8 has no
   * place for it, and one odd string must not cost its whole batch.
   */
  static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return repaired(text);
      }
    }
    return text;
  }

  private static String repaired(String text) {
    StringBuilder repaired = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(repaired::appendCodePoint);
    return repaired.toString();
  }
}
