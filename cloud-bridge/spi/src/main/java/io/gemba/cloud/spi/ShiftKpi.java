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
    Duration knownTime)
    implements Outgoing.Statement {
  @Override
  public String subject() {
    return "kpi/" + line;
  }
}
