package io.gemba.cloud.console.board;

import io.gemba.cloud.console.wire.Statement.Kpi;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Why a figure is not shown: "—" alone makes people distrust the board. */
final class Withheld {
  private static final double ENOUGH_COVERAGE = 0.9;
  private static final String COVERAGE = "coverage";
  private static final String NOT_SENT = "not-sent";

  private Withheld() {}

  /**
   * The figures without those that would mislead: while little of the shift is known, what compares
   * with the whole of it, and counts that are still zero because nobody was there to count.
   */
  static Kpi shown(Kpi k) {
    if (!thin(k)) {
      return k;
    }
    boolean none = madeNone(k);
    return new Kpi(
        k.shiftFrom(),
        k.shiftTo(),
        none ? null : k.good(),
        none ? null : k.reject(),
        none ? null : k.produced(),
        k.target(),
        k.targetNow(),
        null,
        null,
        null,
        none ? null : k.quality(),
        k.coverage(),
        k.idealCycleMs(),
        k.cycleMs(),
        k.aptMs(),
        k.pbtMs(),
        k.knownMs());
  }

  /** Parts made less parts there should be by now; null where that cannot be said. */
  static @Nullable Double gap(Kpi k) {
    Double made = k.good() == null ? k.produced() : k.good();
    return thin(k) || made == null || k.targetNow() == null
        ? null
        : Double.valueOf(made - k.targetNow());
  }

  private static boolean thin(Kpi k) {
    return k.coverage() != null && k.coverage() < ENOUGH_COVERAGE;
  }

  private static boolean madeNone(Kpi k) {
    double good = k.good() == null ? 0 : k.good();
    return good + (k.reject() == null ? 0 : k.reject()) <= 0;
  }

  /** The reason for each figure that is not in {@link #shown}, given what the gateway sent. */
  static Map<String, String> reasons(@Nullable Kpi k) {
    Map<String, String> why = new TreeMap<>();
    if (k == null) {
      for (String figure :
          new String[] {
            "good",
            "reject",
            "target",
            "targetNow",
            "gap",
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
    Kpi shown = shown(k);
    boolean none = madeNone(k);
    put(why, "good", shown.good(), k.good() == null ? "no-counter" : COVERAGE);
    put(why, "reject", shown.reject(), k.reject() == null ? "no-reject" : COVERAGE);
    put(why, "target", k.target(), "no-target");
    put(why, "targetNow", k.targetNow(), "no-target");
    put(why, "gap", gap(k), gapless(k));
    put(why, "coverage", k.coverage(), "no-plan");
    put(why, "availability", shown.availability(), availability(k));
    put(why, "performance", shown.performance(), performance(k));
    String quality = none ? "no-parts" : NOT_SENT;
    put(why, "quality", shown.quality(), k.reject() == null ? "no-reject" : quality);
    put(why, "cycle", k.cycleMs(), k.good() == null ? "no-counter" : "no-recent-part");
    put(why, "oee", shown.oee(), oee(k));
    return why;
  }

  private static String gapless(Kpi k) {
    if (k.targetNow() == null) {
      return "no-target";
    }
    return k.good() == null && k.produced() == null ? "no-counter" : COVERAGE;
  }

  private static String availability(Kpi k) {
    if (noPlan(k)) {
      return "no-plan";
    }
    return thin(k) ? COVERAGE : NOT_SENT;
  }

  private static String performance(Kpi k) {
    if (k.idealCycleMs() == null) {
      return "no-ideal-cycle";
    }
    if (thin(k)) {
      return COVERAGE;
    }
    return madeNone(k) ? "no-parts" : NOT_SENT;
  }

  private static String oee(Kpi k) {
    if (thin(k)) {
      return COVERAGE;
    }
    if (noPlan(k)) {
      return "no-plan";
    }
    if (k.reject() == null && k.quality() == null) {
      return "no-reject";
    }
    if (k.idealCycleMs() == null) {
      return "no-ideal-cycle";
    }
    return madeNone(k) ? "no-parts" : NOT_SENT;
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
