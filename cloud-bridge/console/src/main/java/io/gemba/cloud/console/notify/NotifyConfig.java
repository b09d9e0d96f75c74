package io.gemba.cloud.console.notify;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything under {@code notify:}.
 *
 * @param publicUrl where readers of a message find the board, without a slash at the end; null
 *     leaves links out
 * @param group how long what comes together is gathered into one message
 * @param settle how long trouble must be gone before it counts as over
 */
public record NotifyConfig(
    @Nullable String publicUrl,
    Duration group,
    Duration settle,
    List<ChannelConfig> channels,
    List<Rule> rules) {
  /** How long messages are gathered unless told otherwise. */
  public static final Duration DEFAULT_GROUP = Duration.ofSeconds(30);

  /** How long trouble must be gone unless told otherwise. */
  public static final Duration DEFAULT_SETTLE = Duration.ofSeconds(30);

  /** Nobody is told anything. */
  public static final NotifyConfig NONE =
      new NotifyConfig(null, DEFAULT_GROUP, DEFAULT_SETTLE, List.of(), List.of());
}
