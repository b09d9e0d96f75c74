package io.gemba.cloud.console.board;

/** How far a line's figures are from now. */
public enum Freshness {
  /** Said within the last ten seconds, and not merely kept by the broker. */
  LIVE,
  /** Older than ten seconds, or kept by the broker and not yet confirmed. */
  LAGGING,
  /** Older than a minute, or of unknown age. */
  STALE,
  /** Not live, but its gateway is sending what it kept. */
  BACKFILLING,
  /** The gateway is gone: its will, or its own good-bye, was the last it said. */
  OFFLINE;

  /** Age above which a line is no longer live. */
  public static final long LAGGING_AFTER_MS = 10_000;

  /** Age above which a line is stale. */
  public static final long STALE_AFTER_MS = 60_000;

  /** How long after a backlog message a line counts as backfilling. */
  public static final long BACKFILL_MS = 10_000;
}
