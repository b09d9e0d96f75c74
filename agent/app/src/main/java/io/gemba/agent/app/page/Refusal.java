package io.gemba.agent.app.page;

/** A request that is answered with an error, in words. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final long retryAfter;

  Refusal(int status, String message) {
    this(status, message, 0);
  }

  /** With the seconds after which it may be tried again. */
  Refusal(int status, String message, long retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  int status() {
    return status;
  }

  long retryAfter() {
    return retryAfter;
  }
}
