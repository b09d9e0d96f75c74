package io.gemba.agent.app.page;

import io.gemba.agent.core.command.LineRequest;
import io.gemba.agent.core.command.LineRequest.Deed;
import io.gemba.agent.core.config.Durations;
import io.gemba.cloud.spi.Command.Answer;
import io.gemba.cloud.spi.Command.State;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes what people at the gateway say about stops and alarms. Safe for several threads. */
final class LineApi {
  /** Who says so where a page has one password for all. */
  private static final String PAGE = "gateway page";

  private static final Duration LONGEST = Duration.ofDays(7);
  private static final int LONGEST_TEXT = 200;
  private static final long PATIENCE_SECONDS = 5;
  private final PageSource source;

  LineApi(PageSource source) {
    this.source = source;
  }

  /** What a request asks for. */
  static LineRequest request(String path, Map<String, String> body) throws Refusal {
    for (String text : body.values()) {
      if (text.length() > LONGEST_TEXT) {
        throw new Refusal(400, "a text of more than " + LONGEST_TEXT + " characters");
      }
    }
    try {
      return path.endsWith("/reason") ? explain(body) : onAlarm(body);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new Refusal(400, "the request makes no sense: " + e.getMessage());
    }
  }

  private static LineRequest explain(Map<String, String> body) {
    String reason = body.getOrDefault("reason", "");
    return new LineRequest.Explain(
        body.getOrDefault("line", ""),
        Instant.ofEpochMilli(Long.parseLong(body.getOrDefault("at", ""))),
        reason.isEmpty() ? null : reason,
        PAGE);
  }

  private static LineRequest onAlarm(Map<String, String> body) throws Refusal {
    Deed deed = Deed.valueOf(body.getOrDefault("do", "").toUpperCase(Locale.ROOT));
    Duration lasting = Durations.parse(body.getOrDefault("for", "")).orElse(Duration.ZERO);
    if (deed == Deed.SHELVE && (!lasting.isPositive() || lasting.compareTo(LONGEST) > 0)) {
      throw new Refusal(400, "'for' must be a duration of at most 7d, such as 1h");
    }
    return new LineRequest.OnAlarm(
        body.getOrDefault("line", ""),
        body.getOrDefault("alarm", ""),
        deed,
        lasting,
        body.getOrDefault("comment", "").replaceAll("\\p{Cntrl}", " ").strip(),
        PAGE);
  }

  /** Waits until it is written down; what it answers is for people. */
  void carryOut(LineRequest request) throws Refusal {
    try {
      Answer answer = source.carryOut(request).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer.state() != State.DONE) {
        throw new Refusal(409, answer.words());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(503, "the agent is stopping");
    } catch (ExecutionException | TimeoutException e) {
      throw new Refusal(503, "the agent is busy; look whether it was done");
    }
  }
}
