package io.gemba.hal.opcua;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;

/**
 * What is needed to take a session over again with the subscriptions that live in it. The token and
 * the nonce are secrets: whoever has both can pose as us where nothing is signed.
 *
 * @param address where the session is, as configured
 * @param security policy and mode of the channel it was activated on
 * @param nonce the server's last
 * @param points a fingerprint of the points that the subscriptions watch
 * @param saved when this was written
 * @param orderly whether the run ended in an orderly way, so that the numbers are right
 * @param subscriptions in the order in which they are made
 * @param bad the client handles of points that the server does not watch
 */
record KeptSession(
    String address,
    String security,
    NodeId id,
    NodeId token,
    ByteString nonce,
    String points,
    Instant saved,
    boolean orderly,
    List<Kept> subscriptions,
    Set<Integer> bad) {

  /**
   * One subscription.
   *
   * @param next the number of the next message; {@link Subscription#UNKNOWN} when nobody knows
   */
  record Kept(UInteger id, Duration interval, Duration keepAlive, long next) {}

  KeptSession {
    subscriptions = List.copyOf(subscriptions);
    bad = Set.copyOf(bad);
  }

  /** Whether the session can be taken over on a channel to this endpoint. */
  boolean fits(String toAddress, EndpointDescription endpoint) {
    return address.equals(toAddress) && security.equals(security(endpoint));
  }

  static String security(EndpointDescription endpoint) {
    return Endpoints.policy(endpoint) + "/" + endpoint.getSecurityMode();
  }

  /** The session as Milo knows sessions, not active yet. */
  OpcUaSession session(String name, Duration timeout) {
    OpcUaSession inactive = new OpcUaSession(token, id, name, timeout.toMillis(), null, null, null);
    inactive.setServerNonce(nonce);
    return inactive;
  }

  /** The same after the session was activated again. */
  KeptSession with(OpcUaSession active, Instant now) {
    return new KeptSession(
        address,
        security,
        active.getSessionId(),
        active.getAuthenticationToken(),
        active.getServerNonce(),
        points,
        now,
        orderly,
        subscriptions,
        bad);
  }

  /** Tells no secrets. */
  @Override
  public String toString() {
    return "KeptSession[" + address + ", " + subscriptions + ", orderly=" + orderly + "]";
  }
}
