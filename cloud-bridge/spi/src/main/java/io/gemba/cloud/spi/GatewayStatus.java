package io.gemba.cloud.spi;

import java.time.Instant;

/**
 * The gateway about itself; an uplink sends it first in every session.
 *
 * @param at when this was said, by the gateway's clock
 * @param version the agent's version
 * @param journal the journal's identity, which ties sample batches to this gateway
 * @param clockSynced whether the gateway's clock is set
 * @param backlog samples waiting for this uplink
 * @param gaps gap records made since the journal began
 */
public record GatewayStatus(
    Instant at, String version, String journal, boolean clockSynced, long backlog, long gaps)
    implements Outgoing.Statement {
  @Override
  public String subject() {
    return "status/agent";
  }
}
