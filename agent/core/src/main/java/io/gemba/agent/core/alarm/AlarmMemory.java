package io.gemba.agent.core.alarm;

import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What must not be forgotten of an alarm when the agent restarts.
 *
 * @param id which alarm
 * @param active whether it is raised
 * @param since when it was raised or cleared last
 * @param value what was measured then
 * @param acknowledged whether somebody has seen it
 * @param by who, or null
 * @param comment what that person wrote, or null
 * @param shelvedUntil until when nobody wants to hear of it, or null
 */
public record AlarmMemory(
    String id,
    boolean active,
    Instant since,
    OptionalDouble value,
    boolean acknowledged,
    @Nullable String by,
    @Nullable String comment,
    @Nullable Instant shelvedUntil) {

  /** An alarm that never was. */
  static AlarmMemory none(String id) {
    return new AlarmMemory(
        id, false, Instant.EPOCH, OptionalDouble.empty(), true, null, null, null);
  }

  AlarmMemory raised(Instant at, OptionalDouble measured) {
    return new AlarmMemory(id, true, at, measured, false, null, null, shelvedUntil);
  }

  AlarmMemory cleared(Instant at, OptionalDouble measured) {
    return new AlarmMemory(id, false, at, measured, acknowledged, by, comment, shelvedUntil);
  }

  AlarmMemory acknowledged(String who, String words) {
    return new AlarmMemory(
        id, active, since, value, true, orNull(who), orNull(words), shelvedUntil);
  }

  AlarmMemory shelved(@Nullable Instant until) {
    return new AlarmMemory(id, active, since, value, acknowledged, by, comment, until);
  }

  AlarmMemory since(Instant when) {
    return new AlarmMemory(id, active, when, value, acknowledged, by, comment, shelvedUntil);
  }

  /** Whether there is anything to tell of it. */
  boolean stands() {
    return active || !acknowledged || shelvedUntil != null;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
