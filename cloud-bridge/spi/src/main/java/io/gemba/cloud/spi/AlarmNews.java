package io.gemba.cloud.spi;

import java.time.Instant;

/**
 * An alarm has just changed: said once, to whoever listens now. What it is in afterwards is {@link
 * AlarmStatus}; its history is journaled like any sample.
 *
 * @param at when it changed
 * @param alarm what has happened, and to which
 */
public record AlarmNews(Instant at, Alarm alarm) implements Outgoing.News {}
