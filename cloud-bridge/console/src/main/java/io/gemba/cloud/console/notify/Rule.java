package io.gemba.cloud.console.notify;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When somebody is to be told, and who.
 *
 * @param longer how long it must have lasted
 * @param more of {@link When#GAP}: parts behind, or a share of the target when {@code percent}
 * @param states of {@link When#STOP}: which count
 * @param severity of {@link When#ALARM}: the least that counts, {@code info}, {@code warning} or
 *     {@code critical}
 * @param lines which lines, {@code enterprise/site/area/line} with {@code *} and {@code **}
 * @param to names of channels
 * @param repeat how often it is said again until it is acknowledged or over; null for never
 * @param resolved whether its end is told too
 */
public record Rule(
    String name,
    When when,
    Duration longer,
    double more,
    boolean percent,
    Set<String> states,
    String severity,
    List<Glob> lines,
    List<String> to,
    @Nullable Duration repeat,
    List<Quiet> quiet,
    boolean resolved) {

  /** What a rule looks at. */
  public enum When {
    STOP,
    OFFLINE,
    GAP,
    ALARM
  }

  boolean covers(String linePath) {
    return lines.stream().anyMatch(g -> g.matches(linePath));
  }
}
