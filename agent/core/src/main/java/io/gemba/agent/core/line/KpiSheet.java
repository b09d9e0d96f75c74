package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.cloud.spi.ShiftKpi;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Works out a shift's figures by ISO 22400-2 from times and counts. A figure whose inputs are
 * missing is empty.
 *
 * @param line the line
 * @param window the shift
 * @param times time per state until now
 * @param good GQ, empty while not known
 * @param reject rejects, empty without a signal
 * @param energy kWh used in the shift, empty without a meter
 * @param cycle mean cycle of the last parts
 */
record KpiSheet(
    LineConfig line,
    ShiftWindow window,
    StateTimes times,
    OptionalLong good,
    OptionalLong reject,
    OptionalDouble energy,
    Duration cycle) {
  /** Below this share of known time an OEE says more about the signals than about the line. */
  private static final double LEAST_COVERAGE = 0.9;

  ShiftKpi at(Instant at) {
    OptionalDouble availability = ratio(apt(), times.busy());
    OptionalDouble performance = performance();
    OptionalDouble quality = quality();
    OptionalDouble coverage = ratio(times.known(), times.busy());
    return new ShiftKpi(
        line.line(),
        at,
        window.from(),
        window.to(),
        good,
        reject,
        window.target(),
        targetNow(at),
        availability,
        performance,
        quality,
        oee(availability, performance, quality, coverage),
        coverage,
        line.idealCycle(),
        cycle,
        Duration.ofMillis(apt()),
        Duration.ofMillis(times.busy()),
        Duration.ofMillis(times.known()),
        stops(),
        energy);
  }

  private ShiftKpi.Stops stops() {
    List<Stop> all = times.stops().all();
    return new ShiftKpi.Stops(
        all.size(),
        (int) all.stream().filter(Stop::minor).count(),
        sum(all, Stop::millis),
        sum(all, Stop::withoutReason),
        all.stream().mapToInt(Stop::faults).sum(),
        sum(all, Stop::fault));
  }

  private static Duration sum(List<Stop> stops, ToLongFunction<Stop> part) {
    return Duration.ofMillis(stops.stream().mapToLong(part).sum());
  }

  private long apt() {
    return times.in(State.RUNNING);
  }

  /** Effectiveness PRI × PQ / APT; without a reject signal PQ is what is known of it, GQ. */
  private OptionalDouble performance() {
    if (good.isEmpty() || line.idealCycle().isZero()) {
      return OptionalDouble.empty();
    }
    double planned = line.idealCycle().toNanos() / 1e6 * produced();
    return apt() > 0 ? OptionalDouble.of(planned / apt()) : OptionalDouble.empty();
  }

  private OptionalDouble quality() {
    return good.isPresent() && reject.isPresent()
        ? ratio(good.getAsLong(), produced())
        : OptionalDouble.empty();
  }

  private long produced() {
    return good.orElse(0) + reject.orElse(0);
  }

  private OptionalLong targetNow(Instant at) {
    if (window.target().isPresent()) {
      return OptionalLong.of((long) (window.target().getAsLong() * window.share(at)));
    }
    return line.idealCycle().isZero()
        ? OptionalLong.empty()
        : OptionalLong.of((long) (times.busy() / (line.idealCycle().toNanos() / 1e6)));
  }

  private static OptionalDouble oee(
      OptionalDouble availability,
      OptionalDouble performance,
      OptionalDouble quality,
      OptionalDouble coverage) {
    boolean whole =
        availability.isPresent()
            && performance.isPresent()
            && quality.isPresent()
            && coverage.isPresent()
            && coverage.getAsDouble() >= LEAST_COVERAGE;
    return whole
        ? OptionalDouble.of(
            availability.getAsDouble() * performance.getAsDouble() * quality.getAsDouble())
        : OptionalDouble.empty();
  }

  private static OptionalDouble ratio(long part, long whole) {
    return whole > 0 ? OptionalDouble.of((double) part / whole) : OptionalDouble.empty();
  }
}
