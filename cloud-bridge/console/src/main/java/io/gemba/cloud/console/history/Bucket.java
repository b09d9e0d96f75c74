package io.gemba.cloud.console.history;

/**
 * What one point did within a minute or an hour.
 *
 * <p>A value holds until the next one, so sums are values times milliseconds, from the first sample
 * to the last one within the bucket. What holds from one bucket into the next is added by whoever
 * puts buckets together, from {@code last} here to {@code first} there: a bucket then depends on
 * its own samples only, late ones repaint nothing else, and means of any span are made from sums,
 * never from means. Used by one thread.
 */
final class Bucket {
  int stream;
  int point;

  /** Begin, ms since the epoch. */
  long t;

  /** Ms it lasts. */
  long width;

  /** Samples, of any quality. */
  long n;

  long firstTime;
  long firstSeq;

  /** NaN where the value is no number. */
  double firstValue = Double.NaN;

  long lastTime;
  long lastSeq;
  double lastValue = Double.NaN;
  int lastQuality;

  /** NaN while there is no number that is not bad. */
  double min = Double.NaN;

  double max = Double.NaN;

  /** Value times ms, over {@code numberMs}. */
  double area;

  /** Ms in which there was a number that was not bad. */
  long numberMs;

  /** Ms in which the quality was good. */
  long goodMs;

  /** Ms in which there was any value: breaks are left out. */
  long knownMs;

  /** The next sample; {@code joined} when nothing is missing between it and the one before. */
  void add(long time, long seq, double value, int quality, boolean joined) {
    if (n == 0) {
      firstTime = time;
      firstSeq = seq;
      firstValue = value;
    } else if (joined) {
      hold(time);
    }
    n++;
    lastTime = time;
    lastSeq = seq;
    lastValue = value;
    lastQuality = quality;
    if (quality != 2 && !Double.isNaN(value)) {
      widen(value, value);
    }
  }

  /** The next bucket behind this one; {@code joined} as for samples. */
  void append(Bucket next, boolean joined) {
    if (n == 0) {
      firstTime = next.firstTime;
      firstSeq = next.firstSeq;
      firstValue = next.firstValue;
    } else if (joined) {
      hold(next.firstTime);
    }
    n += next.n;
    area += next.area;
    numberMs += next.numberMs;
    goodMs += next.goodMs;
    knownMs += next.knownMs;
    lastTime = next.lastTime;
    lastSeq = next.lastSeq;
    lastValue = next.lastValue;
    lastQuality = next.lastQuality;
    if (!Double.isNaN(next.min)) {
      widen(next.min, next.max);
    }
  }

  /** Lets the last value hold until {@code until}, ms since the epoch. */
  void hold(long until) {
    holdBetween(lastTime, until, lastValue, lastQuality);
    lastTime = Math.max(lastTime, until);
  }

  /** Adds what held within this bucket from an earlier one's last sample. */
  void holdBetween(long from, long until, double value, int quality) {
    long ms = Math.max(0, until - from);
    knownMs += ms;
    goodMs += quality == 0 ? ms : 0;
    if (quality != 2 && !Double.isNaN(value)) {
      area += value * ms;
      numberMs += ms;
    }
  }

  /** Mean over time; of a single moment its value; NaN when there is no number. */
  double mean() {
    return numberMs > 0 ? area / numberMs : min;
  }

  private void widen(double low, double high) {
    min = Double.isNaN(min) || low < min ? low : min;
    max = Double.isNaN(max) || high > max ? high : max;
  }
}
