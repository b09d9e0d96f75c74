package io.gemba.hal.gpio;

import io.gemba.hal.spi.Discoverable.Found;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What one watched pin did so far, told at most twice a second. */
final class Movement {
  private static final long TELL_EVERY = Duration.ofMillis(500).toNanos();
  private static final long STILL = Duration.ofSeconds(5).toNanos();
  private static final double NANOS_PER_SECOND = 1e9;

  private final int line;
  private boolean high;
  private long changes;
  private long lost;
  private long rises;
  private long firstRise;
  private long lastRise;
  private boolean news;
  private long told;

  Movement(int line, boolean high, long now) {
    this.line = line;
    this.high = high;
    this.told = now - TELL_EVERY;
  }

  /** Takes an edge. */
  void edge(Edge edge) {
    high = edge.high();
    changes++;
    lost += edge.lost();
    news = true;
    if (high) {
      if (rises == 0 || edge.ticks() - lastRise > STILL) {
        rises = 0; // a new beginning
        firstRise = edge.ticks();
      }
      rises++;
      lastRise = edge.ticks();
    }
  }

  /** How long until there is something to tell; Long.MAX_VALUE = nothing moved. */
  long nanosUntilDue(long now) {
    return news ? Math.max(0, told + TELL_EVERY - now) : Long.MAX_VALUE;
  }

  /** What to tell now; call it when it is due. */
  Found tell(long now) {
    news = false;
    told = now;
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("now", high ? "high" : "low");
    facts.put("changes", Long.toString(changes));
    if (lost > 0) {
      facts.put("missed", Long.toString(lost));
    }
    if (rises > 1) {
      double hertz = (rises - 1) * NANOS_PER_SECOND / Math.max(1, lastRise - firstRise);
      facts.put("frequency", String.format(Locale.ROOT, "%.2f Hz", hertz));
    }
    return new Found(name(line), facts);
  }

  /** A line as people look for it. */
  static String name(int line) {
    int pin = Header.pinOf(line);
    return pin == 0 ? "GPIO" + line : "GPIO" + line + " (pin " + pin + ")";
  }
}
