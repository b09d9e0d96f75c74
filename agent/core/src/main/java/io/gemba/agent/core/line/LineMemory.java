package io.gemba.agent.core.line;

import io.gemba.cloud.spi.LineStatus.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a line must not forget when the agent restarts within a shift.
 *
 * @param line {@code area/line}
 * @param at until when it was counted
 * @param shiftFrom the shift it was counted for; for another shift it is of no use
 * @param millis time in each state since the shift began, in milliseconds
 * @param busy planned busy time in milliseconds
 * @param known planned busy time in a known state, in milliseconds
 * @param good good parts, empty when their point was never seen
 * @param goodLast the machine's own counter when it was last seen
 * @param reject rejects, empty when their point was never seen
 * @param rejectLast the machine's own counter of rejects
 * @param energy kWh used in the shift, empty when the meter was never seen
 * @param energyLast what the meter showed last
 * @param stops the stops of the shift so far
 * @param before the stops of the shift before
 */
public record LineMemory(
    String line,
    Instant at,
    Instant shiftFrom,
    Map<State, Long> millis,
    long busy,
    long known,
    OptionalLong good,
    OptionalDouble goodLast,
    OptionalLong reject,
    OptionalDouble rejectLast,
    OptionalDouble energy,
    OptionalDouble energyLast,
    List<Stop> stops,
    List<Stop> before) {
  public LineMemory {
    millis = Map.copyOf(millis);
    stops = List.copyOf(stops);
    before = List.copyOf(before);
  }
}
