package io.gemba.cloud.console.notify;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong somewhere: the facts a message is worded from, kept as JSON while it is open.
 *
 * @param what {@code stop}, {@code offline}, {@code gap} or {@code alarm}
 * @param subject {@code line}, {@code gateway} or {@code broker}
 * @param path of the line or gateway; the broker's name
 * @param line the line to show on the board; null when it is about no single one
 * @param names of the line, by language; empty when not known
 * @param zone the plant's time zone; null when not known
 * @param state of the line, for {@code stop}
 * @param alarm names of the alarm, by language, with its id under {@code ""}; empty otherwise
 * @param value what was measured, {@code limit} what it broke; parts for {@code gap}, ms for {@code
 *     stop} and {@code offline}
 * @param unit UNECE code of both, for {@code alarm}; {@code %} for a share
 */
public record Trouble(
    String what,
    String subject,
    String path,
    @Nullable String line,
    Map<String, String> names,
    @Nullable String zone,
    @Nullable String state,
    @Nullable String cause,
    @Nullable String severity,
    Map<String, String> alarm,
    @Nullable String point,
    @Nullable Double value,
    @Nullable Double limit,
    @Nullable String unit) {

  /** The enterprise and site it is in; null for a broker. */
  @Nullable String site() {
    String[] levels = path.split("/", 3);
    return subject.equals("broker") || levels.length < 3 ? null : levels[1];
  }
}
