package io.gemba.cloud.console.history;

/** How much is condensed into one bucket. */
enum Level {
  MINUTE(0, 60_000, 10_000, "rollup_minute", "1min"),
  HOUR(1, 3_600_000, 90_000, "rollup_hour", "1h");

  /** As written in marks. */
  final int code;

  /** Ms in a bucket. */
  final long width;

  /** How long after its end a bucket is first made, ms, so that it is seldom made twice. */
  final long patience;

  final String table;
  final String word;

  Level(int code, long width, long patience, String table, String word) {
    this.code = code;
    this.width = width;
    this.patience = patience;
    this.table = table;
    this.word = word;
  }

  /** Begin of the bucket that a moment is in. */
  long begin(long t) {
    return t - Math.floorMod(t, width);
  }
}
