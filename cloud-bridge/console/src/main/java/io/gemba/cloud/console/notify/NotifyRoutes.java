package io.gemba.cloud.console.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.act.People;
import io.gemba.cloud.console.act.Right;
import io.gemba.cloud.console.wire.LineKey;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes about messages. An address alone never acknowledges: that takes a POST. */
public final class NotifyRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Notifications notifications;
  private final People people;

  /** Routes for what is open and under way. */
  public NotifyRoutes(Notifications notifications, People people) {
    this.notifications = notifications;
    this.people = people;
  }

  /** Adds them to a server that is being made. */
  public void add(RoutesConfig routes) {
    routes.get("/api/v1/notify", this::state, io.gemba.cloud.console.web.Rule.VIEWER);
    routes.post(
        "/api/v1/notify/incidents/{id}/acknowledge",
        this::acknowledge,
        io.gemba.cloud.console.web.Rule.OPERATOR);
    routes.post("/api/v1/notify/test/{channel}", this::test, io.gemba.cloud.console.web.Rule.ADMIN);
  }

  private void state(Context ctx) throws IOException {
    people.mustBeAllowed(ctx, Right.VIEW, null);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("problem", notifications.problem());
    answer.put(
        "incidents",
        notifications.incidents().stream().filter(i -> mayView(ctx, line(i))).toList());
    answer.put("channels", notifications.channels());
    answer(ctx, answer);
  }

  private boolean mayView(Context ctx, @Nullable LineKey line) {
    try {
      people.mustBeAllowed(ctx, Right.VIEW, line);
      return true;
    } catch (HttpResponseException e) {
      return false;
    }
  }

  /** Whose rights are asked for; a broker belongs to no site. */
  private static @Nullable LineKey line(Incident incident) {
    String[] levels = incident.trouble().path().split("/", 3);
    return incident.trouble().subject().equals("broker") || levels.length < 3
        ? null
        : new LineKey(levels[0], levels[1], levels[2], "");
  }

  private void acknowledge(Context ctx) throws IOException {
    String id = ctx.pathParam("id");
    Optional<Incident> known =
        notifications.incidents().stream().filter(i -> i.id().equals(id)).findFirst();
    Incident incident =
        known.orElseThrow(() -> new NotFoundResponse("no such incident; it may be over"));
    String by = people.mustBeAllowed(ctx, Right.OPERATE, line(incident));
    people.note(ctx, "incident.acknowledge", incident.trouble().path(), incident.rule());
    answer(
        ctx,
        notifications
            .acknowledge(id, by)
            .orElseThrow(() -> new NotFoundResponse("no such incident; it may be over")));
  }

  private void test(Context ctx) throws IOException {
    people.mustBeAllowed(ctx, Right.ADMINISTER, null);
    String channel = ctx.pathParam("channel");
    if (!notifications.test(channel)) {
      throw new NotFoundResponse("no such channel: " + channel);
    }
    answer(ctx, Map.of("queued", true));
  }

  private static void answer(Context ctx, Object facts) throws IOException {
    ctx.contentType("application/json; charset=utf-8").result(JSON.writeValueAsString(facts));
  }
}
