package io.gemba.agent.core.journal;

/**
 * How SQLite lays a new journal out, chosen by measurement (see benchmarks.md).
 *
 * @param pageSize bytes of a page of a new journal: a commit writes whole pages, most of them
 *     little changed, so small pages write less; blocks larger than a page take a chain of them
 * @param checkpointBytes bytes in the write-ahead log before it is copied into the database: the
 *     longer the log, the more often a page that changes in every commit is copied once instead of
 *     many times, and what was delivered and deleted meanwhile is not copied at all; 4 MiB are read
 *     back in well under a second after a power cut
 */
record Tuning(int pageSize, int checkpointBytes) {
  static final Tuning DEFAULT = new Tuning(512, 4 << 20);
}
