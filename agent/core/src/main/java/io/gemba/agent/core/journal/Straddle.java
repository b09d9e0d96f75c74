package io.gemba.agent.core.journal;

import io.gemba.agent.core.clock.ClockMark;
import io.gemba.hal.spi.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * What was taken out of the inbox at one mark of the clocks. When the wall clock was stepped
 * meanwhile, what was taken before the step is told apart by the clock its times fit; history is
 * nobody's present and goes with the second part.
 */
record Straddle(Inbox.Drained content, ClockMark mark) {

  /** One part, or two around a step; gap records and callbacks go with the second. */
  static List<Straddle> split(Inbox.Drained drained, ClockMark mark) {
    if (mark.stepMs() == 0) {
      return List.of(new Straddle(drained, mark));
    }
    List<DeviceSamples> before = new ArrayList<>();
    List<DeviceSamples> after = new ArrayList<>();
    for (DeviceSamples part : drained.samples()) {
      int cut = part.historic() ? 0 : afterLastOld(part.samples(), mark);
      add(before, part, 0, cut);
      add(after, part, cut, part.samples().size());
    }
    Straddle rest =
        new Straddle(new Inbox.Drained(after, drained.gaps(), drained.onceKept()), mark);
    return before.isEmpty()
        ? List.of(rest)
        : List.of(
            new Straddle(new Inbox.Drained(before, List.of(), List.of()), mark.beforeStep()), rest);
  }

  private static int afterLastOld(List<Sample> samples, ClockMark mark) {
    for (int i = samples.size(); i > 0; i--) {
      if (mark.isFromBeforeStep(BlockEncoder.millis(samples.get(i - 1).sourceTime()))) {
        return i;
      }
    }
    return 0;
  }

  private static void add(List<DeviceSamples> parts, DeviceSamples part, int from, int to) {
    if (from < to) {
      parts.add(
          new DeviceSamples(part.device(), part.samples().subList(from, to), part.historic()));
    }
  }
}
