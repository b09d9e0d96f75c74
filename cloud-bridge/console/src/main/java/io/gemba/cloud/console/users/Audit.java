package io.gemba.cloud.console.users;

/** The record of what was done: it only grows. Safe for any platform thread. */
public interface Audit {
  /**
   * Writes down one deed before, or at the latest when, it is answered.
   *
   * @param who who did it, with their address
   * @param action what, in one word: {@code login}, {@code reason}, {@code alarm.acknowledge}
   * @param subject on what: {@code acme/dongguan/molding/l3}, an account's name
   * @param outcome how it ended and with which values, at most 500 characters are kept; never a
   *     secret
   * @throws java.io.UncheckedIOException when it cannot be written; then do not do the deed
   */
  void record(Visitor who, String action, String subject, String outcome);
}
