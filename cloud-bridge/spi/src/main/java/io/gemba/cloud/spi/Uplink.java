package io.gemba.cloud.spi;

import java.io.IOException;

/**
 * A way to the cloud. The host owns retries and back-off; an uplink makes one attempt at a time.
 * Used by one thread.
 */
public interface Uplink {

  /**
   * Makes one attempt to open a session, within a deadline of its own, and sends the birth as its
   * first message.
   *
   * @param birth the gateway's status to announce
   * @throws RefusedException when the other side answered and said no (credentials, client id in
   *     use)
   * @throws IOException when it cannot be reached: address, what happened, what to check
   * @throws InterruptedException when the host shuts down
   */
  Session connect(GatewayStatus birth) throws IOException, InterruptedException;

  /** The other side said no; trying again soon will not help. */
  final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    /** Says who refused what, and what to do about it. */
    public RefusedException(String message) {
      super(message);
    }
  }
}
