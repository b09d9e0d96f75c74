package io.gemba.cloud.console.mqtt;

/**
 * A message has found no room although we had waited. It is not acknowledged; the connection is to
 * be ended, because a broker sends again on the next one only.
 */
public final class OverloadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With words for people. */
  public OverloadException(String message) {
    super(message);
  }
}
