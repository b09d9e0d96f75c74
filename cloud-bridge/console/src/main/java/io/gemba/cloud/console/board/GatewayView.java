package io.gemba.cloud.console.board;

import org.jspecify.annotations.Nullable;

/**
 * One gateway, as shown on the fleet page.
 *
 * @param ageMs age of its last word; null when unknown
 * @param clockOffsetMs our clock minus the gateway's; null while unknown
 * @param cardYears from new to worn out by what the gateway writes, at most
 * @param cardUsedPercent of its life, as the card itself says; SD cards do not
 * @param received samples stored of its present journal; {@code missing} numbers that have not
 *     come, of which {@code unexplained} are not named by a gap record either
 */
public record GatewayView(
    String key,
    String enterprise,
    String site,
    String id,
    boolean online,
    boolean linked,
    String broker,
    @Nullable Long t,
    @Nullable Long ageMs,
    @Nullable String version,
    @Nullable String journal,
    @Nullable String clock,
    @Nullable Long clockOffsetMs,
    @Nullable Long backlog,
    @Nullable Long gaps,
    @Nullable Double cardYears,
    @Nullable Double cardUsedPercent,
    long lines,
    long received,
    long missing,
    long unexplained) {}
