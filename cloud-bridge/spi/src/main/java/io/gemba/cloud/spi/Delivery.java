package io.gemba.cloud.spi;

/** How sending ended. There are exactly three ways, and each has one consequence in the journal. */
public sealed interface Delivery {

  /** The other side has it: release. */
  record Accepted() implements Delivery {}

  /**
   * The other side will never take it as it is: split it if it is too large, else set it aside,
   * count it, show it.
   *
   * @param reason in words, with the reason code
   * @param tooLarge whether a smaller one might be taken
   */
  record Refused(String reason, boolean tooLarge) implements Delivery {}

  /**
   * Nobody knows: keep it and send it again.
   *
   * @param reason in words
   */
  record Unknown(String reason) implements Delivery {}
}
