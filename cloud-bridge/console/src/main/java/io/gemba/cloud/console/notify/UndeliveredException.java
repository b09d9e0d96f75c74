package io.gemba.cloud.console.notify;

/** A message did not reach the other side, or nobody can say; the text holds no secret. */
final class UndeliveredException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean refused;

  private UndeliveredException(String reason, boolean refused) {
    super(reason);
    this.refused = refused;
  }

  /** Later it may go through: the other side is away, busy, or does not let us in. */
  static UndeliveredException later(String reason) {
    return new UndeliveredException(reason, false);
  }

  /** This message will not be taken, however often it is sent. */
  static UndeliveredException never(String reason) {
    return new UndeliveredException(reason, true);
  }

  boolean refused() {
    return refused;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
