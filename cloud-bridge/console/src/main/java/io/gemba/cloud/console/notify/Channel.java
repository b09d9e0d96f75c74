package io.gemba.cloud.console.notify;

/** Takes one message to the other side. Used by one thread at a time. */
interface Channel {
  /** Returns once the other side has said that it has it. */
  void send(Notice notice, Letter letter) throws UndeliveredException, InterruptedException;

  /** The least time between two messages, ms: what the other side allows. */
  long paceMs();

  /** The channel for a configuration; touches nothing yet. */
  static Channel of(ChannelConfig config, java.time.InstantSource clock) {
    return switch (config) {
      case ChannelConfig.Webhook w -> new WebhookChannel(w, clock);
      case ChannelConfig.Email e -> new EmailChannel(e);
      case ChannelConfig.Robot r -> new RobotChannel(r, clock);
    };
  }
}
