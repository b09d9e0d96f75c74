package io.gemba.cloud.console.notify;

import org.jspecify.annotations.Nullable;

/**
 * What a rule says of one subject now. A subject of which nothing certain is known has no finding.
 *
 * @param key of rule and subject, stable from look to look
 * @param trouble null when all is well
 * @param forMs how long it has lasted; null when that is to be counted from the first look
 * @param acknowledgedBy who has looked after it elsewhere; null for nobody
 */
record Finding(
    String key,
    Rule rule,
    @Nullable Trouble trouble,
    @Nullable Long forMs,
    @Nullable String acknowledgedBy) {
  static Finding well(String key, Rule rule) {
    return new Finding(key, rule, null, null, null);
  }
}
