package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.web.Rule;
import io.javalin.security.RouteRole;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every path there is × everybody there may be × their site and another. */
class RulesTest {
  private static final String HERE = "/api/v1/lines/acme/dongguan/molding/l3";
  private static final String ELSEWHERE = "/api/v1/lines/acme/suzhou/press/l9";

  /** Who asks, in the order of the columns below; "there" may see suzhou only. */
  private static final List<String> WHO =
      List.of("nobody", "viewer there", "viewer", "operator", "admin there", "admin");

  /** What is asked for an example of each path, and how it is answered. */
  private record Row(String ask, int... answers) {}

  private static final Map<String, List<Row>> TABLE = new LinkedHashMap<>();

  private static void row(String path, String ask, int... answers) {
    TABLE.computeIfAbsent(path, _ -> new java.util.ArrayList<>()).add(new Row(ask, answers));
  }

  static {
    String line = "GET /api/v1/lines/{enterprise}/{site}/{area}/{line}";
    row("GET /healthz", "/healthz", 200, 200, 200, 200, 200, 200);
    row("GET /metrics", "/metrics", 401, 200, 200, 200, 200, 200);
    row("GET /api/v1/lines", "/api/v1/lines", 401, 200, 200, 200, 200, 200);
    row("GET /api/v1/gateways", "/api/v1/gateways", 401, 200, 200, 200, 200, 200);
    row("GET /api/v1/fleet", "/api/v1/fleet", 401, 200, 200, 200, 200, 200);
    row("GET /api/v1/points", "/api/v1/points", 401, 200, 200, 200, 200, 200);
    row("GET /api/v1/events", "/api/v1/events", 401, 200, 200, 200, 200, 200);
    row(line + "/trend", HERE + "/trend?point=a/b", 401, 404, 200, 200, 404, 200);
    row(line + "/trend", ELSEWHERE + "/trend?point=a/b", 401, 200, 404, 404, 200, 200);
    row(line + "/log", HERE + "/log", 401, 404, 200, 200, 404, 200);
    row(line + "/log", ELSEWHERE + "/log", 401, 200, 404, 404, 200, 200);
    row(line + "/reasons", HERE + "/reasons", 401, 404, 200, 200, 404, 200);
    String act = line.replace("GET", "POST");
    row(act + "/reason", HERE + "/reason", 401, 404, 403, 400, 404, 400);
    row(act + "/alarm", HERE + "/alarm", 401, 404, 403, 400, 404, 400);
    row("GET /api/v1/me", "/api/v1/me", 200, 200, 200, 200, 200, 200);
    row("POST /api/v1/login", "/api/v1/login", 401, 401, 401, 401, 401, 401);
    row("POST /api/v1/password", "/api/v1/password", 401, 403, 403, 403, 403, 403);
    row("GET /api/v1/audit", "/api/v1/audit", 401, 403, 403, 403, 404, 200);
    row("GET /api/v1/audit.csv", "/api/v1/audit.csv", 401, 403, 403, 403, 404, 200);
    row("POST /api/v1/logout", "/api/v1/logout", 401, 204, 204, 204, 204, 204);
  }

  @TempDir Path folder;

  @Test
  void holdsEveryPathToItsRuleForEveryRoleAndSite() throws Exception {
    try (Plant plant = new Plant(folder)) {
      twoSites(plant);
      Door[] doors = {
        new Door(plant.http, plant.console.url()),
        Door.of(plant, "there", Role.VIEWER, "acme/suzhou"),
        Door.of(plant, "viewer", Role.VIEWER, "acme/dongguan"),
        Door.of(plant, "operator", Role.OPERATOR, "acme/dongguan"),
        Door.of(plant, "chief", Role.ADMIN, "acme/suzhou"),
        Door.of(plant, "admin", Role.ADMIN, "*/*"),
      };
      SoftAssertions softly = new SoftAssertions();
      for (Map.Entry<String, List<Row>> path : TABLE.entrySet()) {
        for (Row row : path.getValue()) {
          for (int who = 0; who < doors.length; who++) {
            boolean get = path.getKey().startsWith("GET ");
            int status =
                get
                    ? doors[who].get(row.ask()).statusCode()
                    : doors[who].post(row.ask(), "{}").statusCode();
            softly
                .assertThat(status)
                .as(path.getKey() + " by " + WHO.get(who) + " of " + row.ask())
                .isEqualTo(row.answers()[who]);
          }
        }
      }
      softly.assertAll();
    }
  }

  @Test
  void knowsARowAndARuleForEveryPathThereIs() throws Exception {
    try (Plant plant = new Plant(folder)) {
      Map<String, Set<RouteRole>> rules = plant.console.rules();
      Set<String> files = new TreeSet<>();
      rules.forEach(
          (path, rule) -> {
            assertThat(rule).as(path).hasSize(1).first().isInstanceOf(Rule.class);
            String name = path.substring("GET ".length());
            if (rule.contains(Rule.OPEN) && !name.contains("api/") && !name.contains("health")) {
              files.add(path);
            }
          });
      assertThat(files).isNotEmpty().allMatch(f -> f.startsWith("GET /"));
      Set<String> asked = new TreeSet<>(rules.keySet());
      asked.removeAll(files);
      assertThat(TABLE.keySet()).containsExactlyInAnyOrderElementsOf(asked);
      rules.forEach(
          (path, rule) ->
              assertThat(rule.contains(Rule.OPEN) && path.startsWith("POST "))
                  .as(path)
                  .isEqualTo(path.equals("POST /api/v1/login")));
    }
  }

  static void twoSites(Plant plant) throws InterruptedException {
    plant.state("RUNNING", plant.time.now(), false);
    plant.online();
    plant.tag("tag", 1, 61.4);
    plant.say(
        "gemba1/acme/suzhou/press/l9/_/state/line",
        "{'v':1,'gw':'gw-77','t':%d,'state':'FAULT','name':{'en':'Secret press'}}"
            .formatted(plant.time.now()));
    plant.say(
        "gemba1/acme/suzhou/_gw/gw-77/status/agent",
        "{'v':1,'state':'online','t':%d,'journal':'j9'}".formatted(plant.time.now()));
    plant.say(
        "gemba1/acme/suzhou/press/l9/p9/tag/p9",
        "{'v':1,'journal':'j9','seq':1,'samples':[{'n':'secret-point','t':%d,'v':1}]}"
            .formatted(plant.time.now()));
    plant.say("gemba1/acme/suzhou/press/l9/p9/tag/p9", "no JSON at all");
    plant.console.inlet().link("hq", "mqtt://127.0.0.1:1883", "not allowed: gemba1/acme/suzhou/#");
  }

  @Test
  void showsNothingOfAnotherSiteWhereverItIsRead() throws Exception {
    try (Plant plant = new Plant(folder)) {
      twoSites(plant);
      Door viewer = Door.of(plant, "viewer", Role.VIEWER, "acme/dongguan");
      Door admin = Door.of(plant, "admin", Role.ADMIN, "*/*");
      for (String path :
          List.of(
              "/api/v1/lines",
              "/api/v1/gateways",
              "/api/v1/fleet",
              "/api/v1/points",
              "/api/v1/events",
              "/metrics",
              "/healthz")) {
        String seen = viewer.get(path).body();
        assertThat(seen).as(path).doesNotContain("suzhou", "Secret", "secret", "gw-77", "l9");
        assertThat(admin.get(path).body()).as(path).isNotEqualTo(seen);
      }
      assertThat(viewer.get("/api/v1/points?line=acme/suzhou/press/l9").body()).isEqualTo("[]");
      assertThat(viewer.json("/api/v1/lines")).hasSize(1);
      assertThat(admin.json("/api/v1/lines")).hasSize(2);
      assertThat(viewer.get("/metrics").body())
          .contains("lines{freshness=\"lagging\"} 1\n", "gateway=\"acme/dongguan/gw-01\"");
      assertThat(new Door(plant.http, plant.console.url()).get("/healthz").body())
          .isEqualTo("{\"status\":\"ok\"}");
    }
  }
}
