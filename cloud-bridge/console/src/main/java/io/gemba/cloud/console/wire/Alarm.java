package io.gemba.cloud.console.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One alarm of a line, as its gateway tells of it.
 *
 * @param id of the definition, unique within its line and device
 * @param name by language tag; empty when the gateway gives none
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param kind {@code high}, {@code low}, {@code rate}, {@code deviation} or {@code silence}; null
 *     when not said
 * @param state the last change: {@code raised}, {@code cleared}, {@code acknowledged}, {@code
 *     shelved}, {@code unshelved}
 * @param active whether the condition still holds; a cleared alarm stays until it is acknowledged
 * @param since when it was raised, ms since the epoch by the gateway's clock
 * @param unit UNECE code of {@code value} and {@code limit}
 * @param shelvedUntil ms since the epoch by the gateway's clock; null when not shelved
 */
public record Alarm(
    String id,
    Map<String, String> name,
    String severity,
    @Nullable String kind,
    @Nullable String device,
    @Nullable String point,
    String state,
    boolean active,
    boolean acknowledged,
    @Nullable String ackBy,
    @Nullable Long shelvedUntil,
    @Nullable Long since,
    @Nullable Double value,
    @Nullable Double limit,
    @Nullable String unit,
    @Nullable String comment) {

  /** What tells it from the line's other alarms. */
  public String key() {
    return id + "|" + (device == null ? "" : device) + "|" + (point == null ? "" : point);
  }

  /** The same after a later change: what the change says, else what was known. */
  public Alarm after(Alarm change) {
    boolean holds =
        switch (change.state) {
          case "raised" -> true;
          case "cleared" -> false;
          default -> active;
        };
    boolean acked =
        switch (change.state) {
          case "raised" -> false;
          case "acknowledged" -> true;
          default -> acknowledged;
        };
    return new Alarm(
        id,
        change.name.isEmpty() ? name : change.name,
        change.severity,
        change.kind == null ? kind : change.kind,
        device,
        point,
        change.state,
        holds,
        acked,
        change.state.equals("acknowledged") ? change.ackBy : acked ? ackBy : null,
        shelved(change),
        change.since == null ? since : change.since,
        change.value == null ? value : change.value,
        change.limit == null ? limit : change.limit,
        change.unit == null ? unit : change.unit,
        change.comment == null ? comment : change.comment);
  }

  private @Nullable Long shelved(Alarm change) {
    return switch (change.state) {
      case "shelved" -> change.shelvedUntil == null ? Long.valueOf(0) : change.shelvedUntil;
      case "unshelved" -> null;
      default -> shelvedUntil;
    };
  }
}
