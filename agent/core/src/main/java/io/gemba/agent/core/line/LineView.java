package io.gemba.agent.core.line;

import io.gemba.agent.core.config.Reason;
import io.gemba.cloud.spi.LineStatus;
import java.util.List;

/**
 * What a person at the gateway may want to know of a line.
 *
 * @param status what was last said of it
 * @param stops of this shift and the one before, oldest first
 * @param reasons what may be chosen to explain one
 */
public record LineView(LineStatus status, List<Stop> stops, List<Reason> reasons) {
  public LineView {
    stops = List.copyOf(stops);
    reasons = List.copyOf(reasons);
  }
}
