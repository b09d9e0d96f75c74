package io.gemba.cloud.console.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.notify.ChannelConfig.Brand;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A robot in a group chat. These services answer HTTP 200 whatever happens: only a code of 0 in the
 * body means that the message is in the chat.
 */
final class RobotChannel implements Channel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** "This message is wrong": DingTalk 40035, 400105 · WeCom 40058, 40008 · Feishu 9499. */
  private static final Set<Long> REFUSALS = Set.of(40035L, 400105L, 40058L, 40008L, 9499L);

  private final ChannelConfig.Robot config;
  private final InstantSource clock;
  private final Http http;

  RobotChannel(ChannelConfig.Robot config, InstantSource clock) {
    this(config, clock, PATIENCE);
  }

  RobotChannel(ChannelConfig.Robot config, InstantSource clock, Duration patience) {
    this.config = config;
    this.clock = clock;
    this.http = new Http(patience);
  }

  @Override
  public void send(Notice notice, Letter letter) throws UndeliveredException, InterruptedException {
    URI robot = Secrets.address(Secrets.read(config.url()), "the file " + config.url());
    @Nullable String secret = config.secret() == null ? null : Secrets.read(config.secret());
    RobotFormat.Post post = RobotFormat.of(config.brand(), letter, robot, secret, clock.millis());
    read(http.post(post.address(), post.body(), Map.of()));
  }

  private void read(String answer) throws UndeliveredException {
    String brand = config.brand().name();
    try {
      JsonNode n = JSON.readTree(answer);
      String field = config.brand() == Brand.FEISHU ? "code" : "errcode";
      JsonNode code = n.has(field) ? n.path(field) : n.path("StatusCode");
      if (!code.canConvertToLong() || !code.isNumber()) {
        throw UndeliveredException.later(brand + " answers something else than a robot does");
      }
      if (code.longValue() != 0) {
        String said = n.path(config.brand() == Brand.FEISHU ? "msg" : "errmsg").asText("");
        String reason = brand + " answers " + code.longValue() + ": " + shortened(said);
        throw REFUSALS.contains(code.longValue())
            ? UndeliveredException.never(reason)
            : UndeliveredException.later(reason);
      }
    } catch (IOException e) {
      throw UndeliveredException.later(brand + " answers something else than JSON");
    }
  }

  private static String shortened(String text) {
    return text.length() > 120 ? text.substring(0, 120) + "…" : text;
  }

  /** DingTalk and WeCom take 20 messages a minute, Feishu 100 (and 5 a second). */
  @Override
  public long paceMs() {
    return config.brand() == Brand.FEISHU ? 700 : 3_200;
  }
}
