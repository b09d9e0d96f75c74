package io.gemba.cloud.console.notify;

import io.gemba.cloud.console.ConsoleClock;
import java.util.Optional;

/** Tries a channel at once, outside the queue. */
public final class TestMessage {
  private TestMessage() {}

  /**
   * Sends a test message.
   *
   * @param channel one that is in the configuration
   * @return why the other side does not have it; empty when it has
   */
  public static Optional<String> send(NotifyConfig config, String channel, ConsoleClock clock)
      throws InterruptedException {
    ChannelConfig own =
        config.channels().stream().filter(c -> c.name().equals(channel)).findFirst().orElseThrow();
    Notice notice = Notifications.testNotice(clock.wallMs());
    Letter letter = new Wording(own.language(), config.publicUrl()).letter(notice);
    try {
      Channel.of(own, clock.wall()).send(notice, letter);
      return Optional.empty();
    } catch (UndeliveredException e) {
      return Optional.of(e.reason());
    }
  }
}
