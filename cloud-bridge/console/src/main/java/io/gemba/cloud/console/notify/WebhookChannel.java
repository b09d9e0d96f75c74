package io.gemba.cloud.console.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts and words as JSON to an HTTP server of one's own. The receiver knows a message that comes
 * twice by its {@code X-Gemba-Id}, and proves it by {@code X-Gemba-Signature}: {@code sha256=} and
 * the hex HMAC of {@code X-Gemba-Timestamp}, a dot and the body.
 */
final class WebhookChannel implements Channel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ChannelConfig.Webhook config;
  private final InstantSource clock;
  private final Http http;

  WebhookChannel(ChannelConfig.Webhook config, InstantSource clock) {
    this(config, clock, PATIENCE);
  }

  WebhookChannel(ChannelConfig.Webhook config, InstantSource clock, Duration patience) {
    this.config = config;
    this.clock = clock;
    this.http = new Http(patience);
  }

  @Override
  public void send(Notice notice, Letter letter) throws UndeliveredException, InterruptedException {
    String body = body(notice, letter);
    String stamp = String.valueOf(clock.millis() / 1000);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Gemba-Id", notice.id());
    headers.put("X-Gemba-Timestamp", stamp);
    if (config.secret() != null) {
      byte[] signature = Hmac.sha256(Secrets.read(config.secret()), stamp + "." + body);
      headers.put("X-Gemba-Signature", "sha256=" + HexFormat.of().formatHex(signature));
    }
    http.post(address(), body, headers);
  }

  private URI address() throws UndeliveredException {
    if (config.urlFile() != null) {
      return Secrets.address(Secrets.read(config.urlFile()), "the file " + config.urlFile());
    }
    return Secrets.address(String.valueOf(config.url()), "`url` of channel " + config.name());
  }

  private String body(Notice notice, Letter letter) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("v", 1);
    all.put("id", notice.id());
    all.put("kind", notice.kind());
    all.put("t", notice.at());
    all.put("language", config.language());
    all.put("title", letter.title());
    all.put("text", letter.text());
    List<Object> items = new ArrayList<>();
    for (Notice.Item item : notice.items()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("incident", item.incident());
      one.put("rule", item.rule());
      one.put("since", item.since());
      one.put("ended", item.ended());
      one.put("times", item.times());
      one.put("trouble", item.trouble());
      items.add(one);
    }
    all.put("items", items);
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long paceMs() {
    return 0;
  }
}
