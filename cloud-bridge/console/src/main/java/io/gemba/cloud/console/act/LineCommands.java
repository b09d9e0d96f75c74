package io.gemba.cloud.console.act;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.wire.LineKey;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands about a line: a reason for a stop, an acknowledgement. What the board shows afterwards
 * comes from the gateway, never from here. Safe for any thread; each call waits for the answer.
 */
public final class LineCommands {
  private static final Logger log = LoggerFactory.getLogger(LineCommands.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> STATES = Set.of("done", "refused", "failed", "unknown");

  private final Board board;
  private final Gateways gateways;

  /** Commands to the gateways of this board's lines. */
  public LineCommands(Board board, Gateways gateways) {
    this.board = board;
    this.gateways = gateways;
  }

  /** Gives the stop that {@code at} lies in a reason, or takes it back ({@code reason} null). */
  public Told reason(LineKey line, long at, @Nullable String reason, String by)
      throws InterruptedException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("line", line.area() + "/" + line.line());
    fields.put("at", at);
    fields.put("reason", reason);
    return send(line, "reason", fields, by);
  }

  /**
   * Acknowledges, shelves or unshelves an alarm, which its gateway knows by line and id.
   *
   * @param time how long to shelve, such as {@code 1h}; null otherwise
   */
  public Told alarm(
      LineKey line,
      String alarm,
      String action,
      @Nullable String time,
      @Nullable String comment,
      String by)
      throws InterruptedException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("alarm", alarm);
    fields.put("line", line.area() + "/" + line.line());
    fields.put("do", action);
    put(fields, "for", time);
    put(fields, "comment", comment);
    return send(line, "alarm", fields, by);
  }

  private static void put(
      Map<String, @Nullable Object> fields, String name, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      fields.put(name, text);
    }
  }

  private Told send(LineKey line, String command, Map<String, @Nullable Object> fields, String by)
      throws InterruptedException {
    fields.put("by", by);
    fields.put("id", UUID.randomUUID().toString());
    Optional<Board.Reach> reach = board.reach(line.path());
    if (reach.isEmpty()) {
      return new Told("unsent", "the gateway of this line is not known yet");
    }
    if (!reach.get().online()) {
      return new Told("unsent", "the gateway is offline");
    }
    Told told = ask(reach.get(), command, fields);
    log.info(
        "{} by {} for {}: {} {}",
        command,
        by,
        line.path(),
        told.state(),
        told.words() == null ? "" : told.words());
    return told;
  }

  private Told ask(Board.Reach reach, String command, Map<String, @Nullable Object> fields)
      throws InterruptedException {
    try {
      byte[] payload = JSON.writeValueAsBytes(fields);
      return gateways
          .ask(reach.broker(), reach.gateway(), command, payload)
          .map(LineCommands::read)
          .orElseGet(() -> new Told("unknown", null));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      return new Told("unsent", e.getMessage());
    }
  }

  private static Told read(byte[] answer) {
    try {
      JsonNode n = JSON.readTree(answer);
      String state = n.path("state").asText("");
      String words = n.path("words").asText("");
      return new Told(STATES.contains(state) ? state : "unknown", words.isEmpty() ? null : words);
    } catch (IOException e) {
      return new Told("unknown", "the gateway's answer cannot be read");
    }
  }
}
