package io.gemba.cloud.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * This shift's figures of a line with what they were computed from (ISO 22400-2). An empty figure
 * is withheld, never guessed.
 *
 * @param line {@code area/line}
 * @param at when this was said
 * @param shiftFrom start of the shift
 * @param shiftTo end of the shift
 * @param good good quantity GQ; empty without a counter
 * @param reject rejects; empty without a reject signal
 * @param target the shift's planned quantity; empty when none is configured
 * @param targetNow what should have been made by now
 * @param availability APT / PBT
 * @param performance effectiveness PRI × PQ / APT, never capped
 * @param quality GQ / PQ
 * @param oee the product; withheld when coverage is below 90 %
 * @param coverage known time / PBT
 * @param idealCycle planned run time per item PRI; zero when not configured
 * @param cycle mean cycle of the last few parts; zero when not known
 * @param productionTime APT
 * @param busyTime PBT elapsed so far
 * @param knownTime time in which the state was known
 * @param stops the interruptions of the shift
 * @param energy electrical energy used in the shift, in kWh; empty without a meter
 */
public record ShiftKpi(
    String line,
    Instant at,
    Instant shiftFrom,
    Instant shiftTo,
    OptionalLong good,
    OptionalLong reject,
    OptionalLong target,
    OptionalLong targetNow,
    OptionalDouble availability,
    OptionalDouble performance,
    OptionalDouble quality,
    OptionalDouble oee,
    OptionalDouble coverage,
    Duration idealCycle,
    Duration cycle,
    Duration productionTime,
    Duration busyTime,
    Duration knownTime,
    Stops stops,
    OptionalDouble energy)
    implements Outgoing.Statement {

  /**
   * The interruptions of the shift's planned busy time.
   *
   * @param count how many, the one that lasts included
   * @param minor how many of them were shorter than 120 s
   * @param time how long they lasted together
   * @param unexplained the part of that which neither a signal nor a person explains
   * @param faults how many faults
   * @param faultTime how long the faults lasted together
   */
  public record Stops(
      int count, int minor, Duration time, Duration unexplained, int faults, Duration faultTime) {}

  /** Mean time between failures in milliseconds, APT / n (ISO 22400-2); empty without a fault. */
  public OptionalDouble mtbf() {
    return per(productionTime, stops.faults());
  }

  /** Mean time to repair in milliseconds, Σ fault / n (ISO 22400-2); empty without a fault. */
  public OptionalDouble mttr() {
    return per(stops.faultTime(), stops.faults());
  }

  /** The share of stop time that nobody explains, 0 to 1; empty without a stop. */
  public OptionalDouble unexplainedShare() {
    return stops.time().isZero()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) stops.unexplained().toMillis() / stops.time().toMillis());
  }

  /** kWh per good part; empty without a meter or without a good part. */
  public OptionalDouble energyPerGood() {
    return energy.isPresent() && good.orElse(0) > 0
        ? OptionalDouble.of(energy.getAsDouble() / good.getAsLong())
        : OptionalDouble.empty();
  }

  private static OptionalDouble per(Duration time, int times) {
    return times > 0 ? OptionalDouble.of((double) time.toMillis() / times) : OptionalDouble.empty();
  }

  @Override
  public String subject() {
    return "kpi/" + line;
  }
}
