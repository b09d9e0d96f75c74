package io.gemba.agent.core.config;

import io.gemba.hal.spi.Settings;

/**
 * One uplink.
 *
 * @param name unique; the journal keeps a cursor under this name
 * @param settings the uplink's own keys
 * @param backlogShare how much of the line the backlog may take beside live data, 0 to 1
 * @param backlogRate samples per second the backlog may take at most
 */
public record UplinkConfig(
    String name, Settings settings, double backlogShare, double backlogRate) {}
