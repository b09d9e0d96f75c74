package io.gemba.agent.app.page;

import io.gemba.agent.core.line.LineView;
import io.gemba.cloud.spi.AlarmStatus;
import java.util.List;

/** What the gateway's own page shows of lines and alarms. */
public record LineBoard(List<LineView> lines, List<AlarmStatus> alarms) {
  public LineBoard {
    lines = List.copyOf(lines);
    alarms = List.copyOf(alarms);
  }
}
