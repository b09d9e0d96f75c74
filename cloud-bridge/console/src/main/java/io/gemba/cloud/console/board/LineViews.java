package io.gemba.cloud.console.board;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.wire.Sample;
import io.gemba.cloud.console.wire.Statement.Kpi;
import io.gemba.cloud.console.wire.Statement.LineMeta;
import io.gemba.cloud.console.wire.Statement.LineState;
import io.gemba.cloud.console.wire.Statement.PointMeta;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what is shown of a line from what was heard of it. Used under the board's lock. */
final class LineViews {
  private static final long EXACT_IN_A_BROWSER = 1L << 53;

  private final ConsoleClock clock;
  private final Line line;
  private final @Nullable Gateway gateway;
  private final boolean linked;
  private final boolean gone;
  private final @Nullable Long age;

  LineViews(ConsoleClock clock, Line line, @Nullable Gateway gateway, boolean linked) {
    this.clock = clock;
    this.line = line;
    this.gateway = gateway;
    this.linked = linked;
    this.gone = gateway != null && !gateway.status.online();
    this.age = line.pulse().age(clock);
  }

  LineView view() {
    LineState s = line.state;
    LineMeta about = line.about;
    Kpi k = line.figures == null ? null : line.figures.kpi();
    String lastState = s == null ? null : s.state();
    String trend = line.trendPoint();
    Kpi f = k == null ? NO_FIGURES : Withheld.shown(k);
    return new LineView(
        line.key.path(),
        line.key.enterprise(),
        line.key.site(),
        line.key.area(),
        line.key.line(),
        lineName(s),
        s != null && s.timezone() != null ? s.timezone() : about == null ? null : about.timezone(),
        gone ? "OFFLINE" : lastState == null ? "UNKNOWN" : lastState,
        lastState,
        s != null && s.slow() && !gone,
        s == null ? null : s.since(),
        stateFor(s),
        s == null ? null : s.cause(),
        freshness(),
        backfilling(),
        age,
        line.pulse().confirmed(),
        linked,
        line.broker,
        gateway == null ? line.gatewayId : gateway.key.id(),
        line.journal,
        line.pulse().clockOffset(),
        f.good(),
        f.reject(),
        f.produced(),
        f.target(),
        f.targetNow(),
        k == null ? null : Withheld.gap(k),
        f.oee(),
        f.availability(),
        f.performance(),
        f.quality(),
        f.coverage(),
        f.idealCycleMs(),
        f.cycleMs(),
        k == null ? null : new LineView.Shift(f.shiftFrom(), f.shiftTo()),
        k == null ? null : new LineView.Inputs(f.aptMs(), f.pbtMs(), f.knownMs()),
        Withheld.reasons(k),
        trend,
        unit(trend),
        name(trend),
        line.alarms.all(),
        about != null && !about.reasons().isEmpty());
  }

  private Map<String, String> lineName(@Nullable LineState s) {
    if (s != null && !s.name().isEmpty()) {
      return s.name();
    }
    LineMeta about = line.about;
    return about == null ? Map.of() : about.name();
  }

  private static final Kpi NO_FIGURES =
      new Kpi(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null);

  private Freshness freshness() {
    if (gone) {
      return Freshness.OFFLINE;
    }
    boolean live =
        age != null && age <= Freshness.LAGGING_AFTER_MS && line.pulse().confirmed() && linked;
    if (live) {
      return Freshness.LIVE;
    }
    if (backfilling()) {
      return Freshness.BACKFILLING;
    }
    return age == null || age > Freshness.STALE_AFTER_MS ? Freshness.STALE : Freshness.LAGGING;
  }

  private boolean backfilling() {
    return line.backfilled && clock.tickMs() - line.backfillTick <= Freshness.BACKFILL_MS;
  }

  private @Nullable Long stateFor(@Nullable LineState s) {
    if (gone) {
      Long goneTick = gateway == null ? null : gateway.goneTick;
      return goneTick == null ? age : Long.valueOf(clock.tickMs() - goneTick);
    }
    Long heard = line.pulse().time();
    if (s == null || s.since() == null || age == null || heard == null) {
      return null;
    }
    return Math.max(0, heard - s.since()) + age;
  }

  private @Nullable String unit(@Nullable String trend) {
    Point point = trend == null ? null : line.points.get(trend);
    return point == null || point.meta == null ? null : point.meta.unit();
  }

  private Map<String, String> name(@Nullable String trend) {
    Point point = trend == null ? null : line.points.get(trend);
    return point == null || point.meta == null ? Map.of() : point.meta.name();
  }

  static PointView point(String path, String name, Point point) {
    PointMeta m = point.meta;
    Sample last = point.last;
    return new PointView(
        path,
        name,
        m == null ? Map.of() : m.name(),
        m == null ? null : m.type(),
        m == null ? null : m.unit(),
        m != null && m.writable(),
        last == null ? null : last.time(),
        last == null ? null : forBrowsers(last.value()),
        last == null ? null : last.quality().word());
  }

  /** A browser's numbers are exact up to 2^53 only: larger integers travel as text. */
  static @Nullable Object forBrowsers(@Nullable Object value) {
    return switch (value) {
      case BigInteger big -> big.toString();
      case Long l when Math.abs(l) > EXACT_IN_A_BROWSER -> l.toString();
      case null, default -> value;
    };
  }
}
