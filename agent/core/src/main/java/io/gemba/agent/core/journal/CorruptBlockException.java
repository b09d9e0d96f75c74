package io.gemba.agent.core.journal;

/** These bytes are not what was written. Says what does not fit. */
final class CorruptBlockException extends Exception {
  private static final long serialVersionUID = 1;

  CorruptBlockException(String message) {
    super(message);
  }
}
