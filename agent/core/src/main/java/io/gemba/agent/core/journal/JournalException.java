package io.gemba.agent.core.journal;

/**
 * The journal could not read or write; says which file, what happened and what to do. Nothing
 * committed is lost.
 */
public final class JournalException extends Exception {
  private static final long serialVersionUID = 1;

  /** Says what happened, with the cause from the database. */
  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Says what happened. */
  public JournalException(String message) {
    super(message);
  }
}
