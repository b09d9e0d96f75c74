package io.gemba.agent.core.forward;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an uplink is doing.
 *
 * @param connected whether a session is open
 * @param since since when it is so
 * @param problem what is wrong in words, or null
 * @param accepted samples the other side has taken since the start
 * @param setAside entries the other side will never take, since the start
 * @param sessions how often a session was opened since the start
 */
public record UplinkHealth(
    boolean connected,
    Instant since,
    @Nullable String problem,
    long accepted,
    long setAside,
    long sessions) {}
