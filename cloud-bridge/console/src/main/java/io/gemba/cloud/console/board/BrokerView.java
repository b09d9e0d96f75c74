package io.gemba.cloud.console.board;

import org.jspecify.annotations.Nullable;

/**
 * The connection to one broker.
 *
 * @param since when this became so, ms since the epoch
 * @param problem why it is not connected, for people; null while connected
 */
public record BrokerView(
    String name, String url, boolean connected, long since, @Nullable String problem) {}
