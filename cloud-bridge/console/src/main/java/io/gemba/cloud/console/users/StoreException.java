package io.gemba.cloud.console.users;

/** The accounts cannot be read or written; whoever asked is refused, never let in. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
