package io.gemba.cloud.console.act;

import org.jspecify.annotations.Nullable;

/**
 * How a command ended, as the page is told.
 *
 * @param state {@code done}, {@code refused}, {@code failed}, {@code unknown} (sent, but nobody
 *     says whether it was done) or {@code unsent}
 * @param words what the gateway or the broker said; null when nobody said anything
 */
public record Told(String state, @Nullable String words) {}
