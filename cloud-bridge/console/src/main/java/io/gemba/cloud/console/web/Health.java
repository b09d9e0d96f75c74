package io.gemba.cloud.console.web;

import io.gemba.cloud.console.history.HistoryHealth;
import org.jspecify.annotations.Nullable;

/** What the console says of itself on the fleet page; counted since its start. */
public record Health(
    long messages, long malformed, @Nullable String lastMalformed, HistoryHealth history) {}
