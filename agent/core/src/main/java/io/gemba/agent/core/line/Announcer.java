package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig;
import io.gemba.agent.core.line.Timeline.Run;
import io.gemba.cloud.spi.LineStatus;
import io.gemba.cloud.spi.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what a line does: at once when it changes, and again so that nobody has to wonder. */
final class Announcer {
  private static final Duration STATUS_AGAIN = Duration.ofSeconds(30);
  private static final Duration KPI_EVERY = Duration.ofSeconds(5);
  private final LineConfig line;
  private final ZoneId timezone;
  private final Consumer<Outgoing.Statement> out;
  private @Nullable LineStatus said;
  private @Nullable Instant kpiAt;

  Announcer(LineConfig line, ZoneId timezone, Consumer<Outgoing.Statement> out) {
    this.line = line;
    this.timezone = timezone;
    this.out = out;
  }

  /** What was last said. */
  @Nullable LineStatus said() {
    return said;
  }

  /**
   * Says what holds, if it is news or was not said for a while.
   *
   * @param stop the stop that lasts, or null
   */
  void status(Run run, boolean slow, @Nullable Stop stop, Instant at) {
    String reason = stop != null && Stops.DOWN.contains(run.state()) ? stop.reason() : null;
    LineStatus before = said;
    boolean changed =
        before == null
            || before.state() != run.state()
            || before.slow() != slow
            || !before.since().equals(run.since())
            || !Objects.equals(before.cause(), run.cause())
            || !Objects.equals(before.reason(), reason);
    if (changed || due(before == null ? null : before.at(), STATUS_AGAIN, at)) {
      said =
          new LineStatus(
              line.line(),
              at,
              run.state(),
              slow,
              run.since(),
              run.cause(),
              line.names(),
              timezone,
              reason);
      out.accept(said);
    }
  }

  boolean kpiDue(Instant at) {
    return due(kpiAt, KPI_EVERY, at);
  }

  void kpi(KpiSheet sheet, Instant at) {
    kpiAt = at;
    out.accept(sheet.at(at));
  }

  /** Also when the clock was set back: silence would look like a dead line. */
  private static boolean due(@Nullable Instant last, Duration every, Instant at) {
    return last == null || at.isBefore(last) || !at.isBefore(last.plus(every));
  }
}
