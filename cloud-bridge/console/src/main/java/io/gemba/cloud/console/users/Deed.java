package io.gemba.cloud.console.users;

/** One line of the audit log: when (ms since the epoch), who, from where, what, on what, how. */
public record Deed(
    long id, long t, String who, String from, String action, String subject, String outcome) {}
