package io.gemba.cloud.console.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each robot wants to be sent.
 *
 * <ul>
 *   <li>DingTalk: Markdown of at most 20,000 bytes; {@code timestamp} (ms) and {@code sign} in the
 *       address, the signature being HMAC-SHA256 with the secret over {@code timestamp\nsecret}.
 *   <li>WeCom: Markdown of at most 4,096 bytes; no signature, the address is the secret.
 *   <li>Feishu, Lark: a rich text, at most 20 KB; {@code timestamp} (s) and {@code sign} in the
 *       body, the signature being HMAC-SHA256 over nothing with {@code timestamp\nsecret} as key.
 * </ul>
 */
final class RobotFormat {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DINGTALK_MOST = 18_000;
  private static final int WECOM_MOST = 4_096;
  private static final int FEISHU_MOST = 16_000;

  private RobotFormat() {}

  /** What is to be posted where. */
  record Post(URI address, String body) {}

  static Post of(
      ChannelConfig.Brand brand, Letter letter, URI robot, @Nullable String secret, long now) {
    return switch (brand) {
      case DINGTALK -> dingtalk(letter, robot, secret, now);
      case WECOM -> wecom(letter, robot);
      case FEISHU -> feishu(letter, robot, secret, now);
    };
  }

  private static Post dingtalk(Letter letter, URI robot, @Nullable String secret, long now) {
    Map<String, Object> markdown = new LinkedHashMap<>();
    markdown.put("title", plain(letter.title()));
    markdown.put("text", markdown(letter, "\n\n", DINGTALK_MOST));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("msgtype", "markdown");
    body.put("markdown", markdown);
    if (secret == null) {
      return new Post(robot, json(body));
    }
    String sign = Base64.getEncoder().encodeToString(Hmac.sha256(secret, now + "\n" + secret));
    String query = robot.getRawQuery() == null ? "?" : "&";
    String signed = "timestamp=" + now + "&sign=" + URLEncoder.encode(sign, StandardCharsets.UTF_8);
    return new Post(URI.create(robot + query + signed), json(body));
  }

  private static Post wecom(Letter letter, URI robot) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("msgtype", "markdown");
    body.put("markdown", Map.of("content", markdown(letter, "\n", WECOM_MOST)));
    return new Post(robot, json(body));
  }

  /** Whole parts as long as they fit; a cut-off link would be worse than a missing part. */
  private static String markdown(Letter letter, String newline, int most) {
    StringBuilder text = new StringBuilder("**" + plain(letter.title()) + "**");
    if (!letter.lead().isEmpty()) {
      text.append(newline).append(plain(letter.lead()));
    }
    int spare = most - 200 - bytes(letter.more());
    int left = letter.parts().size();
    for (Letter.Part part : letter.parts()) {
      StringBuilder one = new StringBuilder();
      if (letter.parts().size() > 1) {
        one.append(newline).append("**").append(plain(part.headline())).append("**");
      }
      part.facts().forEach(f -> one.append(newline).append("> ").append(plain(f)));
      if (part.link() != null) {
        one.append(newline).append("[").append(letter.linkWord()).append("](");
        one.append(part.link()).append(")");
      }
      if (bytes(text.toString()) + bytes(one.toString()) > spare) {
        text.append(newline).append("… +").append(left);
        break;
      }
      text.append(one);
      left--;
    }
    return letter.more().isEmpty()
        ? text.toString()
        : text.append(newline).append(newline).append(plain(letter.more())).toString();
  }

  private static Post feishu(Letter letter, URI robot, @Nullable String secret, long now) {
    List<List<Map<String, String>>> rows = new ArrayList<>();
    if (!letter.lead().isEmpty()) {
      rows.add(List.of(text(letter.lead())));
    }
    int size = 0;
    for (Letter.Part part : letter.parts()) {
      List<List<Map<String, String>>> own = new ArrayList<>();
      own.add(List.of(text(part.headline())));
      part.facts().forEach(f -> own.add(List.of(text("  " + f))));
      if (part.link() != null) {
        own.add(List.of(Map.of("tag", "a", "text", letter.linkWord(), "href", part.link())));
      }
      size += bytes(json(own));
      if (size > FEISHU_MOST) {
        rows.add(List.of(text("…")));
        break;
      }
      rows.addAll(own);
    }
    if (!letter.more().isEmpty()) {
      rows.add(List.of(text(letter.more())));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    if (secret != null) {
      String stamp = String.valueOf(now / 1000);
      body.put("timestamp", stamp);
      body.put("sign", Base64.getEncoder().encodeToString(Hmac.sha256(stamp + "\n" + secret, "")));
    }
    body.put("msg_type", "post");
    Map<String, Object> post = new LinkedHashMap<>();
    post.put("title", letter.title());
    post.put("content", rows);
    body.put("content", Map.of("post", Map.of("zh_cn", post)));
    return new Post(robot, json(body));
  }

  private static Map<String, String> text(String text) {
    return Map.of("tag", "text", "text", text);
  }

  /** Names from plants are no Markdown: what would be layout, a link or a mention is taken out. */
  private static String plain(String text) {
    return text.replaceAll("[*_`\\[\\]<>@#\\\\]", " ").replaceAll("\\s+", " ").strip();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String json(Object facts) {
    try {
      return JSON.writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
