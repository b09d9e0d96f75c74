package io.gemba.agent.app;

import io.gemba.agent.core.forward.UplinkHealth;
import io.gemba.agent.core.journal.JournalStatus;
import io.gemba.agent.core.supervise.DeviceHealth;
import io.gemba.cloud.spi.GatewayId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a running agent knows about itself. */
record AgentStatus(
    Instant at,
    String version,
    GatewayId gateway,
    boolean clockSynced,
    @Nullable String journalProblem,
    Map<String, DeviceHealth> devices,
    Map<String, UplinkHealth> uplinks,
    JournalStatus journal) {}
