package io.gemba.cloud.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.users.Logins.Outcome;
import io.gemba.cloud.console.users.Users;
import io.gemba.cloud.console.users.Visitor;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who am I, in, out, and one's own password. Handlers run on the server's platform threads. */
final class LoginApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Users users;
  private final Origins origins;
  private final Identity identity;
  private final Tokens tokens;

  LoginApi(Users users, Origins origins, Identity identity, Tokens tokens) {
    this.users = users;
    this.origins = origins;
    this.identity = identity;
    this.tokens = tokens;
  }

  void routes(RoutesConfig routes) {
    routes.get("/api/v1/me", this::me, Rule.OPEN);
    routes.post("/api/v1/login", this::login, Rule.OPEN);
    routes.post("/api/v1/logout", this::logout, Rule.VIEWER);
    routes.post("/api/v1/password", this::password, Rule.VIEWER);
  }

  private void me(Context ctx) {
    Map<String, Object> answer = new LinkedHashMap<>();
    Gate.known(ctx)
        .ifPresent(
            known -> {
              Visitor v = known.visitor();
              answer.put("name", v.name());
              answer.put("role", v.role().word());
              answer.put("sites", v.sites().patterns());
              answer.put("account", v.account());
              answer.put("session", SessionCookie.of(ctx) != null);
              answer.put("csrf", tokens.of(known.key()));
            });
    answer.put("login", identity.hasLogins());
    Api.json(ctx, answer);
  }

  private void login(Context ctx) {
    JsonNode body = body(ctx);
    String from = origins.client(ctx);
    switch (users.logins().login(text(body, "name"), text(body, "password"), from)) {
      case Outcome.Welcome w -> {
        String before = SessionCookie.of(ctx);
        if (before != null) {
          users.logins().logout(before);
        }
        int seconds = users.logins().cookieSeconds(w.visitor());
        SessionCookie.set(ctx, origins.secure(ctx), w.cookie(), seconds);
        Api.json(ctx, Map.of("name", w.visitor().name(), "role", w.visitor().role().word()));
      }
      case Outcome.Wait(long seconds) -> {
        ctx.status(429).header("Retry-After", Long.toString(seconds));
        Api.json(ctx, Map.of("problem", "too many attempts", "seconds", seconds));
      }
      case Outcome.Wrong _ -> throw new UnauthorizedResponse("wrong name or password");
    }
  }

  private void logout(Context ctx) {
    String cookie = SessionCookie.of(ctx);
    if (cookie != null) {
      users.logins().logout(cookie);
      users.audit().record(Visitors.of(ctx), "logout", Visitors.of(ctx).name(), "ok");
    }
    SessionCookie.clear(ctx, origins.secure(ctx));
    ctx.status(204);
  }

  /** Wants the old password too, so that an open page is not enough. Ends every session. */
  private void password(Context ctx) {
    Visitor who = Visitors.of(ctx);
    if (users.store().hash(who.name()).isEmpty()) {
      throw new ForbiddenResponse("there is no password of yours here");
    }
    JsonNode body = body(ctx);
    if (users.logins().check(who.name(), text(body, "old"), who.from()).isEmpty()) {
      throw new ForbiddenResponse("the old password is wrong, or there were too many attempts");
    }
    users
        .accounts()
        .password(who, who.name(), text(body, "new"))
        .ifPresent(
            problem -> {
              throw new BadRequestResponse(problem);
            });
    SessionCookie.clear(ctx, origins.secure(ctx));
    ctx.status(204);
  }

  /** JSON that says so: a form of another site cannot. */
  private static JsonNode body(Context ctx) {
    String type = ctx.contentType();
    if (type == null || !type.startsWith("application/json")) {
      throw new BadRequestResponse("send application/json");
    }
    try {
      return JSON.readTree(ctx.bodyAsBytes());
    } catch (JsonProcessingException e) {
      throw new BadRequestResponse("not JSON");
    } catch (java.io.IOException e) {
      throw new BadRequestResponse("unreadable");
    }
  }

  private static String text(JsonNode body, String field) {
    return body.path(field).asText("");
  }
}
