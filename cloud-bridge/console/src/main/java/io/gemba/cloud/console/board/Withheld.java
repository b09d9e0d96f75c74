package io.gemba.cloud.console.board;

import io.gemba.cloud.console.wire.Statement.Kpi;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Why a figure is not shown: "—" alone makes people distrust the board. */
final class Withheld {
  private static final double ENOUGH_COVERAGE = 0.9;

  private Withheld() {}

  /** The reason for each figure that is null. */
  static Map<String, String> reasons(@Nullable Kpi k) {
    Map<String, String> why = new TreeMap<>();
    if (k == null) {
      for (String figure :
          new String[] {
            "good",
            "reject",
            "target",
            "targetNow",
            "oee",
            "availability",
            "performance",
            "quality",
            "coverage",
            "cycle"
          }) {
        why.put(figure, "no-figures");
      }
      return why;
    }
    put(why, "good", k.good(), "no-counter");
    put(why, "reject", k.reject(), "no-reject");
    put(why, "target", k.target(), "no-target");
    put(why, "targetNow", k.targetNow(), "no-target");
    put(why, "coverage", k.coverage(), "no-plan");
    put(why, "availability", k.availability(), noPlan(k) ? "no-plan" : "not-sent");
    put(
        why,
        "performance",
        k.performance(),
        k.idealCycleMs() == null ? "no-ideal-cycle" : "not-sent");
    put(why, "quality", k.quality(), k.reject() == null ? "no-reject" : "not-sent");
    put(why, "cycle", k.cycleMs(), k.good() == null ? "no-counter" : "not-sent");
    put(why, "oee", k.oee(), oee(k));
    return why;
  }

  private static String oee(Kpi k) {
    if (k.coverage() != null && k.coverage() < ENOUGH_COVERAGE) {
      return "coverage";
    }
    if (noPlan(k)) {
      return "no-plan";
    }
    if (k.reject() == null && k.quality() == null) {
      return "no-reject";
    }
    return k.idealCycleMs() == null ? "no-ideal-cycle" : "not-sent";
  }

  private static boolean noPlan(Kpi k) {
    return k.pbtMs() == null || k.pbtMs() <= 0;
  }

  private static void put(
      Map<String, String> why, String figure, @Nullable Double value, String reason) {
    if (value == null) {
      why.put(figure, reason);
    }
  }
}
