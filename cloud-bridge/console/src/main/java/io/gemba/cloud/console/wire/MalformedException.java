package io.gemba.cloud.console.wire;

/** A message that cannot be read; the text says why, for the fleet page. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The reason, without the payload. */
  public MalformedException(String reason) {
    super(reason);
  }
}
