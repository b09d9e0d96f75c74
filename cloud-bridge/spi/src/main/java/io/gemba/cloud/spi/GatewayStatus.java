package io.gemba.cloud.spi;

import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The gateway about itself; an uplink sends it first in every session.
 *
 * @param at when this was said, by the gateway's clock
 * @param version the agent's version
 * @param journal the journal's identity, which ties sample batches to this gateway
 * @param clockSynced whether the gateway's clock is set
 * @param backlog samples waiting for this uplink
 * @param gaps gap records made since the journal began
 * @param card how long its card lasts
 */
public record GatewayStatus(
    Instant at,
    String version,
    String journal,
    boolean clockSynced,
    long backlog,
    long gaps,
    Card card)
    implements Outgoing.Statement {

  /**
   * The card, eMMC or disk that holds the journal.
   *
   * @param years from new to worn out by what the journal writes, at most; empty while not known
   * @param usedPercent of its life, as the card itself says, 0 to 110; empty where it does not
   */
  public record Card(OptionalDouble years, OptionalInt usedPercent) {
    /** Nothing is known of it. */
    public static final Card UNKNOWN = new Card(OptionalDouble.empty(), OptionalInt.empty());
  }

  /** The status of a gateway that knows nothing of its card. */
  public GatewayStatus(
      Instant at, String version, String journal, boolean clockSynced, long backlog, long gaps) {
    this(at, version, journal, clockSynced, backlog, gaps, Card.UNKNOWN);
  }

  @Override
  public String subject() {
    return "status/agent";
  }
}
