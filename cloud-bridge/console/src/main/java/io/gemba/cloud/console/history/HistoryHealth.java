package io.gemba.cloud.console.history;

import org.jspecify.annotations.Nullable;

/**
 * How the history is doing, counted since the start.
 *
 * @param stored samples written
 * @param duplicates samples that were there already
 * @param dropped samples lost because the queue was full although we had waited
 * @param waiting messages in the queue
 * @param problem why nothing can be written at present, for people; null when all is well
 */
public record HistoryHealth(
    long stored, long duplicates, long dropped, int waiting, @Nullable String problem) {}
