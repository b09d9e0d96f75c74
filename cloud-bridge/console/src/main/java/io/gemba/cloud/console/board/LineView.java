package io.gemba.cloud.console.board;

import io.gemba.cloud.console.wire.Alarm;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line, as the page and {@code /api/v1/lines} show it.
 *
 * @param state what to show; {@code OFFLINE} when the gateway is gone, whatever it said before
 * @param lastState what the line itself said last; null when it never said anything
 * @param since when the state began, ms since the epoch by the gateway's clock
 * @param stateForMs how long the state has lasted; right even when the gateway's clock is not; null
 *     when unknown
 * @param ageMs age of the line's last statement; null when unknown
 * @param confirmed false while all we have was kept by the broker
 * @param linked whether we are connected to the line's broker
 * @param withheld for each figure that is null, why: {@code coverage}, {@code no-reject}, {@code
 *     no-ideal-cycle}, {@code no-plan}, {@code no-target}, {@code no-counter}, {@code no-parts},
 *     {@code no-recent-part}, {@code no-figures}, {@code not-sent}
 * @param alarms active or not acknowledged, worst first
 * @param reasons whether stops of this line can be given a reason
 */
public record LineView(
    String key,
    String enterprise,
    String site,
    String area,
    String line,
    Map<String, String> name,
    @Nullable String timezone,
    String state,
    @Nullable String lastState,
    boolean slow,
    @Nullable Long since,
    @Nullable Long stateForMs,
    @Nullable String cause,
    Freshness freshness,
    boolean backfilling,
    @Nullable Long ageMs,
    boolean confirmed,
    boolean linked,
    String broker,
    @Nullable String gateway,
    @Nullable String journal,
    @Nullable Long clockOffsetMs,
    @Nullable Double good,
    @Nullable Double reject,
    @Nullable Double produced,
    @Nullable Double target,
    @Nullable Double targetNow,
    @Nullable Double gap,
    @Nullable Double oee,
    @Nullable Double availability,
    @Nullable Double performance,
    @Nullable Double quality,
    @Nullable Double coverage,
    @Nullable Double idealCycleMs,
    @Nullable Double cycleMs,
    @Nullable Shift shift,
    @Nullable Inputs inputs,
    Map<String, String> withheld,
    @Nullable String trendPoint,
    @Nullable String trendUnit,
    Map<String, String> trendName,
    List<Alarm> alarms,
    boolean reasons) {

  /** From when to when the figures are, ms since the epoch. */
  public record Shift(@Nullable Long from, @Nullable Long to) {}

  /** What the ratios were computed from, ms. */
  public record Inputs(@Nullable Double aptMs, @Nullable Double pbtMs, @Nullable Double knownMs) {}

  /** What changes without anybody saying anything; when it does, the page must hear of it. */
  Object face() {
    return java.util.Arrays.asList(
        state,
        freshness,
        backfilling,
        confirmed,
        linked,
        gateway,
        trendPoint,
        trendUnit,
        trendName);
  }
}
