package io.gemba.cloud.console.board;

import io.gemba.cloud.console.wire.GatewayKey;
import io.gemba.cloud.console.wire.Statement.AgentStatus;
import org.jspecify.annotations.Nullable;

/** One gateway as last heard. Guarded by the board. */
final class Gateway {
  final GatewayKey key;
  final Heartbeat heartbeat = new Heartbeat();
  String broker = "";
  AgentStatus status;

  /** What it said before it went, so that its version and journal stay known. */
  @Nullable AgentStatus lastOnline;

  /** When it was seen to go; null while online, and when it was gone already before we came. */
  @Nullable Long goneTick;

  Gateway(AgentStatus status) {
    this.key = status.gateway();
    this.status = status;
  }

  AgentStatus known() {
    return lastOnline == null ? status : lastOnline;
  }
}
