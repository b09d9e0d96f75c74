package io.gemba.cloud.console.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.web.Rule;
import io.gemba.cloud.console.wire.LineKey;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.InternalServerErrorResponse;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes by which people act on a line. Handlers run on the server's platform threads. */
public final class LineRoutes {
  private static final String LINE = "/api/v1/lines/{enterprise}/{site}/{area}/{line}/";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ACTIONS = Set.of("acknowledge", "shelve", "unshelve");
  private static final int MAX_TEXT = 200;

  private final Board board;
  private final LineCommands commands;
  private final People people;

  /** Routes for the lines of this board. */
  public LineRoutes(Board board, LineCommands commands, People people) {
    this.board = board;
    this.commands = commands;
    this.people = people;
  }

  /** Adds them to a server that is being made. */
  public void add(RoutesConfig routes) {
    routes.get(LINE + "reasons", this::reasons, Rule.VIEWER);
    routes.post(LINE + "reason", this::reason, Rule.OPERATOR);
    routes.post(LINE + "alarm", this::alarm, Rule.OPERATOR);
  }

  private void reasons(Context ctx) throws IOException {
    LineKey line = line(ctx);
    people.mustBeAllowed(ctx, Right.VIEW, line);
    answer(ctx, Map.of("line", line.path(), "reasons", board.reasons(line.path())));
  }

  private void reason(Context ctx) throws IOException, InterruptedException {
    LineKey line = line(ctx);
    String by = people.mustBeAllowed(ctx, Right.OPERATE, line);
    JsonNode body = body(ctx);
    if (!body.path("at").canConvertToLong()) {
      throw new BadRequestResponse("`at` must be milliseconds since 1970, within the stop");
    }
    String reason = text(body, "reason");
    Told told = commands.reason(line, body.path("at").longValue(), reason, by);
    people.note(ctx, "reason", line.path(), reason + ", " + told.state());
    answer(ctx, told);
  }

  private void alarm(Context ctx) throws IOException, InterruptedException {
    LineKey line = line(ctx);
    String by = people.mustBeAllowed(ctx, Right.OPERATE, line);
    JsonNode body = body(ctx);
    String alarm = text(body, "alarm");
    String action = text(body, "do");
    String time = text(body, "for");
    if (alarm == null || action == null || !ACTIONS.contains(action)) {
      throw new BadRequestResponse("`alarm` and `do` (one of " + ACTIONS + ") are needed");
    }
    if (action.equals("shelve") && (time == null || !time.matches("\\d{1,5}(s|min|h|d)"))) {
      throw new BadRequestResponse("`for` must say how long, such as 1h");
    }
    String comment = text(body, "comment");
    Told told = commands.alarm(line, alarm, action, time, comment, by);
    people.note(ctx, "alarm." + action, line.path(), alarm + ", " + told.state());
    answer(ctx, told);
  }

  private LineKey line(Context ctx) {
    String path =
        String.join(
            "/",
            List.of(
                ctx.pathParam("enterprise"),
                ctx.pathParam("site"),
                ctx.pathParam("area"),
                ctx.pathParam("line")));
    return board.key(path).orElseThrow(() -> new NotFoundResponse("no such line: " + path));
  }

  private static JsonNode body(Context ctx) {
    try {
      JsonNode body = JSON.readTree(ctx.bodyAsBytes());
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (IOException e) {
      // falls through: the same advice helps
    }
    throw new BadRequestResponse("send a JSON object");
  }

  private static @Nullable String text(JsonNode body, String field) {
    String text = body.path(field).asText("").strip();
    if (text.length() > MAX_TEXT) {
      throw new BadRequestResponse("`" + field + "` is longer than " + MAX_TEXT + " characters");
    }
    return text.isEmpty() || body.path(field).isNull() ? null : text;
  }

  private static void answer(Context ctx, Object facts) {
    try {
      ctx.contentType("application/json; charset=utf-8").result(JSON.writeValueAsString(facts));
    } catch (IOException e) {
      throw new InternalServerErrorResponse("cannot be written as JSON");
    }
  }
}
