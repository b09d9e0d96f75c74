package io.gemba.cloud.console.users;

/**
 * One login, as it is kept.
 *
 * @param id what is kept of the cookie: its SHA-256, so that a copy of the file opens no door
 * @param began ms since the epoch
 * @param seen last use, ms since the epoch; to the minute
 */
public record Session(String id, Account account, long began, long seen) {}
