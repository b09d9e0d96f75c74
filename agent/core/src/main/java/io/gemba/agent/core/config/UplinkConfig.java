package io.gemba.agent.core.config;

import io.gemba.hal.spi.Settings;
import org.jspecify.annotations.Nullable;

/**
 * One uplink.
 *
 * @param name unique; the journal keeps a cursor under this name
 * @param settings the uplink's own keys
 * @param backlogShare how much of the line the backlog may take beside live data, 0 to 1
 * @param backlogRate samples per second the backlog may take at most
 * @param backlogOrder which of the old samples go first
 * @param renamedFrom the name it had before, whose place in the journal it takes; null = none
 */
public record UplinkConfig(
    String name,
    Settings settings,
    double backlogShare,
    double backlogRate,
    Order backlogOrder,
    @Nullable String renamedFrom) {

  /** Which of the old samples go first. */
  public enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }
}
