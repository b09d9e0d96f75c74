package io.gemba.cloud.console.notify;

import org.jspecify.annotations.Nullable;

/**
 * Trouble that has lasted long enough to be told. Times are ms since the epoch.
 *
 * @param id unique, also in addresses of the page
 * @param rule by its name
 * @param since when the trouble began
 * @param told when it was told last; null for not yet
 * @param times how often it was told
 * @param acknowledgedBy null while nobody has
 * @param ended when it was over; null while it is not
 */
public record Incident(
    String id,
    String key,
    String rule,
    Trouble trouble,
    long since,
    @Nullable Long told,
    int times,
    @Nullable String acknowledgedBy,
    @Nullable Long acknowledgedAt,
    @Nullable Long ended) {

  Incident toldAt(long now) {
    return new Incident(
        id, key, rule, trouble, since, now, times + 1, acknowledgedBy, acknowledgedAt, ended);
  }

  Incident endedAt(long when) {
    return new Incident(
        id, key, rule, trouble, since, told, times, acknowledgedBy, acknowledgedAt, when);
  }

  Incident acknowledged(String by, long now) {
    return new Incident(id, key, rule, trouble, since, told, times, by, now, ended);
  }

  Incident now(Trouble latest) {
    return new Incident(
        id, key, rule, latest, since, told, times, acknowledgedBy, acknowledgedAt, ended);
  }
}
