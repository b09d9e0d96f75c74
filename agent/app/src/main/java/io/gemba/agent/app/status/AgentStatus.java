package io.gemba.agent.app.status;

import io.gemba.agent.core.forward.UplinkHealth;
import io.gemba.agent.core.journal.JournalStatus;
import io.gemba.agent.core.supervise.DeviceHealth;
import io.gemba.cloud.spi.GatewayId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a running agent knows about itself.
 *
 * @param clockSynced whether the wall clock may be believed
 * @param journalProblem why the journal does not write or answer, in words; null when it does
 * @param journal what it holds; null when it does not answer
 * @param started when this run of the agent began
 * @param inbox samples that wait for their commit
 * @param commits transactions since the journal was made
 * @param config where the configuration stands
 */
public record AgentStatus(
    Instant at,
    String version,
    GatewayId gateway,
    boolean clockSynced,
    @Nullable String journalProblem,
    Map<String, DeviceHealth> devices,
    Map<String, UplinkHealth> uplinks,
    @Nullable JournalStatus journal,
    Instant started,
    int inbox,
    long commits,
    ConfigState config) {}
