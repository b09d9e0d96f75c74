package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gemba.cloud.console.config.Access;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.config.StorageConfig;
import io.gemba.cloud.console.users.Deed;
import io.gemba.cloud.console.users.Lifetimes;
import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.users.Sites;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
  @TempDir Path folder;

  @Test
  void staysOpenOnLoopbackWithoutAccountsButOnlyThisMachineMayAct() throws Exception {
    try (Plant plant = new Plant(folder)) {
      Door door = new Door(plant.http, plant.console.url());
      JsonNode me = door.me();
      assertThat(me.path("name").asText()).isEqualTo("-");
      assertThat(me.path("role").asText()).isEqualTo("operator");
      assertThat(me.path("account").asBoolean()).isFalse();
      assertThat(me.path("login").asBoolean()).isFalse();
      for (String passedOn : List.of("X-Forwarded-For", "X-Real-IP", "Forwarded")) {
        assertThat(door.get("/api/v1/me", passedOn, "192.0.2.1").body())
            .contains("\"role\":\"viewer\"");
      }
      assertThat(door.get("/api/v1/audit").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void closesAtOnceWhenTheFirstAccountIsMade() throws Exception {
    try (Plant plant = new Plant(folder)) {
      Door door = new Door(plant.http, plant.console.url());
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(200);
      Door.account(plant.console, "wong", Role.VIEWER, "*/*");
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(401);
      assertThat(door.get("/").statusCode()).isEqualTo(200);
      assertThat(door.me().path("login").asBoolean()).isTrue();
      assertThat(door.me().has("role")).isFalse();
    }
  }

  @Test
  void locksTheCookieAndNeverTakesAnOldOne() throws Exception {
    try (Plant plant = new Plant(folder)) {
      Door.account(plant.console, "wong", Role.VIEWER, "*/*");
      Door door = new Door(plant.http, plant.console.url());
      HttpResponse<String> first = door.login("wong", Door.PASSWORD);
      assertThat(first.headers().firstValue("set-cookie").orElseThrow())
          .matches("gemba-session=[\\w-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
      assertThat(first.headers().firstValue("cache-control")).hasValue("no-store");
      assertThat(first.headers().firstValue("www-authenticate")).isEmpty();
      String old = first.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
      door.login("wong", Door.PASSWORD);
      assertThat(plant.get("/api/v1/lines", "Cookie", old).statusCode()).isEqualTo(401);
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(200);
      assertThat(door.post("/api/v1/logout", "{}").statusCode()).isEqualTo(204);
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void refusesWhatAnotherSiteAsksFor() throws Exception {
    try (Plant plant = new Plant(folder)) {
      Door wong = Door.of(plant, "wong", Role.OPERATOR, "*/*");
      Door chan = Door.of(plant, "chan", Role.OPERATOR, "*/*");
      String path = "/api/v1/logout";
      assertThat(wong.send("POST", path, "{}").statusCode()).isEqualTo(403);
      assertThat(wong.send("POST", path, "{}", "X-Gemba-CSRF", chan.csrf()).statusCode())
          .isEqualTo(403);
      for (String[] header :
          new String[][] {
            {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
            {"Origin", "http://evil.example.com"}, {"Origin", "null"}
          }) {
        assertThat(
                wong.send("POST", path, "{}", "X-Gemba-CSRF", wong.csrf(), header[0], header[1])
                    .statusCode())
            .as(header[0] + ": " + header[1])
            .isEqualTo(403);
      }
      assertThat(
              wong.login("wong", Door.PASSWORD, "Origin", "http://evil.example.com").statusCode())
          .isEqualTo(403);
      assertThat(wong.login("wong", Door.PASSWORD, "Content-Type", "text/plain").statusCode())
          .isEqualTo(400);
      assertThat(
              wong.send(
                      "POST",
                      path,
                      "{}",
                      "X-Gemba-CSRF",
                      wong.csrf(),
                      "Origin",
                      plant.console.url())
                  .statusCode())
          .isEqualTo(204);
    }
  }

  @Test
  void answersGuessersWithHowLongToWait() throws Exception {
    try (Plant plant = new Plant(folder)) {
      Door.account(plant.console, "wong", Role.VIEWER, "*/*");
      Door door = new Door(plant.http, plant.console.url());
      for (int i = 0; i < 10; i++) {
        assertThat(door.login("wong", "a wrong one").statusCode()).isEqualTo(401);
      }
      HttpResponse<String> refused = door.login("wong", Door.PASSWORD);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).hasValue("901");
      plant.time.pass(Duration.ofMinutes(15).toMillis());
      assertThat(door.login("wong", Door.PASSWORD).statusCode()).isEqualTo(200);
      assertThat(plant.console.users().store().deeds(Long.MAX_VALUE, 20))
          .extracting(Deed::outcome)
          .contains("wrong name or password", "ok");
    }
  }

  @Test
  void asksForTheOldPasswordBeforeItSetsANewOne() throws Exception {
    try (Plant plant = new Plant(folder)) {
      Door door = Door.of(plant, "wong", Role.VIEWER, "*/*");
      String wrong = "{\"old\":\"not this one\",\"new\":\"another few words\"}";
      String brief = "{\"old\":\"" + Door.PASSWORD + "\",\"new\":\"short\"}";
      String right = "{\"old\":\"" + Door.PASSWORD + "\",\"new\":\"another few words\"}";
      assertThat(door.post("/api/v1/password", wrong).statusCode()).isEqualTo(403);
      assertThat(door.post("/api/v1/password", brief).statusCode()).isEqualTo(400);
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(200);
      assertThat(door.post("/api/v1/password", right).statusCode()).isEqualTo(204);
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(401);
      assertThat(door.login("wong", Door.PASSWORD).statusCode()).isEqualTo(401);
      assertThat(door.login("wong", "another few words").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void letsScriptsReadWithNameAndPasswordButChangeNothing() throws Exception {
    try (Plant plant = new Plant(folder)) {
      Door.account(plant.console, "prometheus", Role.ADMIN, "acme/dongguan");
      String right = basic("prometheus", Door.PASSWORD);
      for (int i = 0; i < 3; i++) {
        assertThat(plant.get("/metrics", "Authorization", right).statusCode()).isEqualTo(200);
      }
      HttpResponse<String> wrong =
          plant.get("/metrics", "Authorization", basic("prometheus", "something else"));
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.headers().firstValue("www-authenticate")).isEmpty();
      Door door = new Door(plant.http, plant.console.url());
      assertThat(door.send("POST", "/api/v1/logout", "{}", "Authorization", right).statusCode())
          .isEqualTo(401);
      plant.console.users().store().remove("prometheus");
      Door.account(plant.console, "other", Role.VIEWER, "*/*");
      assertThat(plant.get("/metrics", "Authorization", right).statusCode()).isEqualTo(401);
    }
  }

  private static String basic(String name, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private Console console(boolean open, Access.Proxy proxy) throws IOException {
    return Console.start(
        new ConsoleConfig(
            "127.0.0.1",
            0,
            folder,
            StorageConfig.LOCAL,
            open,
            List.of(),
            new Access(Lifetimes.DEFAULT, null, proxy)),
        new SteppedClock().clock());
  }

  @Test
  void letsEverybodyLookWhereThatIsWrittenOutAndWhoLogsInDoMore() throws Exception {
    try (Console console = console(true, null);
        HttpClient http = HttpClient.newHttpClient()) {
      Door.account(console, "boss", Role.ADMIN, "*/*");
      Door door = new Door(http, console.url());
      assertThat(door.me().path("role").asText()).isEqualTo("viewer");
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(200);
      assertThat(door.get("/api/v1/audit").statusCode()).isEqualTo(403);
      door.login("boss", Door.PASSWORD);
      assertThat(door.get("/api/v1/audit").statusCode()).isEqualTo(200);
    }
  }

  private static Access.Proxy proxy(String address) {
    Map<String, Access.Rights> groups = new LinkedHashMap<>();
    groups.put("bosses", new Access.Rights(Role.ADMIN, Sites.ALL));
    groups.put("shift", new Access.Rights(Role.OPERATOR, Sites.of("acme/dongguan")));
    return new Access.Proxy(List.of(address), "X-Forwarded-User", "X-Forwarded-Groups", groups);
  }

  @Test
  void believesATrustedProxyWhoSomebodyIs() throws Exception {
    try (Console console = console(false, proxy("127.0.0.1"));
        HttpClient http = HttpClient.newHttpClient()) {
      Door door = new Door(http, console.url());
      assertThat(door.get("/api/v1/lines").statusCode()).isEqualTo(401);
      String[] shift = {
        "X-Forwarded-User",
        "wong@acme",
        "X-Forwarded-Groups",
        "all, shift",
        "X-Forwarded-For",
        "203.0.113.9, 192.0.2.44, 127.0.0.1"
      };
      assertThat(door.get("/api/v1/me", shift).body())
          .contains("wong@acme", "operator", "acme/dongguan", "\"session\":false");
      assertThat(
              door.get("/api/v1/lines", "X-Forwarded-User", "x", "X-Forwarded-Groups", "others")
                  .statusCode())
          .isEqualTo(401);
      Door.account(console, "chan", Role.VIEWER, "acme/suzhou");
      assertThat(
              door.get("/api/v1/me", "X-Forwarded-User", "Chan", "X-Forwarded-Groups", "bosses")
                  .body())
          .contains("viewer", "acme/suzhou");
      HttpResponse<String> login =
          door.login(
              "chan",
              Door.PASSWORD,
              "X-Forwarded-For",
              "203.0.113.9, 192.0.2.44, 127.0.0.1",
              "X-Forwarded-Proto",
              "https",
              "X-Forwarded-Host",
              "board.example.com",
              "Origin",
              "https://board.example.com");
      assertThat(login.headers().firstValue("set-cookie").orElseThrow())
          .startsWith("__Host-gemba-session=")
          .endsWith("; Secure");
      assertThat(console.users().store().deeds(Long.MAX_VALUE, 1).getFirst().from())
          .isEqualTo("192.0.2.44");
    }
  }

  @Test
  void believesNobodyElseWhatAProxyWouldSay() throws Exception {
    try (Console console = console(false, proxy("192.0.2.200"));
        HttpClient http = HttpClient.newHttpClient()) {
      Door.account(console, "chan", Role.VIEWER, "acme/suzhou");
      Door door = new Door(http, console.url());
      assertThat(
              door.get("/api/v1/lines", "X-Forwarded-User", "x", "X-Forwarded-Groups", "bosses")
                  .statusCode())
          .isEqualTo(401);
      HttpResponse<String> login =
          door.login(
              "chan",
              Door.PASSWORD,
              "X-Forwarded-For",
              "203.0.113.9",
              "X-Forwarded-Proto",
              "https");
      assertThat(login.headers().firstValue("set-cookie").orElseThrow()).doesNotContain("Secure");
      assertThat(console.users().store().deeds(Long.MAX_VALUE, 1).getFirst().from())
          .isEqualTo("127.0.0.1");
    }
  }

  @Test
  void writesTheAuditLogAsCsvThatASpreadsheetTakesForText() throws Exception {
    try (Plant plant = new Plant(folder)) {
      Door admin = Door.of(plant, "admin", Role.ADMIN, "*/*");
      plant
          .console
          .users()
          .audit()
          .record(
              new io.gemba.cloud.console.users.Visitor(
                  "=cmd", Role.VIEWER, Sites.ALL, "192.0.2.1", true),
              "reason",
              "acme/dongguan/molding/l3",
              "said \"no\"");
      String csv = admin.get("/api/v1/audit.csv").body();
      assertThat(csv).startsWith("id,time,who,from,action,subject,outcome\r\n");
      assertThat(csv).contains("\"'=cmd\"", "\"said \"\"no\"\"\"", "\"login\"", "\"audit.export\"");
      assertThat(admin.json("/api/v1/audit?before=2")).hasSize(1);
      assertThat(admin.get("/api/v1/audit?before=x").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void refusesTheNetWithoutAnAccountAndTakesItWithOne() throws Exception {
    ConsoleConfig config =
        new ConsoleConfig("0.0.0.0", 0, folder, StorageConfig.LOCAL, false, List.of());
    assertThatThrownBy(() -> Console.start(config))
        .isInstanceOf(Doors.NoAccountException.class)
        .hasMessageContaining("gemba console user add");
    Doors.check(config, true);
    Doors.check(config.with(new Access(Lifetimes.DEFAULT, null, proxy("192.0.2.1"))), false);
  }
}
