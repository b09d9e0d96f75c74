package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.act.Gateways;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineActsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE = "/api/v1/lines/acme/dongguan/molding/l3/";

  @TempDir Path folder;
  private final List<String> asked = new ArrayList<>();
  private volatile String answer = "{\"v\":1,\"state\":\"done\",\"words\":\"noted\"}";

  private Gateways gateways() {
    return (broker, gateway, command, payload) -> {
      asked.add(
          broker
              + " "
              + gateway.path()
              + " "
              + command
              + " "
              + new String(payload, StandardCharsets.UTF_8));
      if (answer.startsWith("!")) {
        throw new IOException(answer.substring(1));
      }
      return answer.isEmpty()
          ? Optional.empty()
          : Optional.of(answer.getBytes(StandardCharsets.UTF_8));
    };
  }

  private static HttpResponse<String> post(Plant plant, String path, String json, String type)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(plant.console.url() + path))
            .header("Content-Type", type)
            .header("X-Gemba-CSRF", plant.json("/api/v1/me").path("csrf").asText())
            .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
            .build();
    return plant.http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode told(Plant plant, String path, String json) throws Exception {
    HttpResponse<String> response = post(plant, path, json, "application/json");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private Plant plant() throws Exception {
    Plant plant = new Plant(folder, gateways());
    plant.online();
    plant.state("STOPPED", plant.time.now(), false);
    plant.say(
        Plant.LINE + "_/meta/line",
        "{'v':1,'t':1,'name':{'en':'Three'},'timezone':'Asia/Shanghai','gateway':'gw-01','reasons':[{'id':'tool-change','name':{'en':'Tool change','zh-Hant':'換模'}},{'id':'no-material','name':{}}]}",
        true);
    return plant;
  }

  @Test
  void givesTheCatalogueOfALine() throws Exception {
    try (Plant plant = plant()) {
      assertThat(plant.line().path("reasons").asBoolean()).isTrue();
      JsonNode reasons = plant.json(LINE + "reasons").path("reasons");
      assertThat(reasons.findValuesAsText("id")).containsExactly("tool-change", "no-material");
      assertThat(reasons.get(0).path("name").path("zh-Hant").asText()).isEqualTo("換模");
      assertThat(plant.json("/api/v1/points").toString()).doesNotContain("\"line/");
    }
  }

  @Test
  void sendsAReasonToTheLinesGatewayAndTellsHowItEnded() throws Exception {
    try (Plant plant = plant()) {
      JsonNode told = told(plant, LINE + "reason", "{'at':1795415519800,'reason':'tool-change'}");
      assertThat(told.path("state").asText()).isEqualTo("done");
      assertThat(told.path("words").asText()).isEqualTo("noted");
      assertThat(asked).hasSize(1);
      assertThat(asked.getFirst())
          .startsWith("hq acme/dongguan/gw-01 reason {")
          .contains("\"line\":\"molding/l3\"", "\"at\":1795415519800")
          .contains("\"reason\":\"tool-change\"", "\"by\":\"-\"", "\"id\":\"");
      told(plant, LINE + "reason", "{'at':1795415519800,'reason':null}");
      assertThat(asked.getLast()).contains("\"reason\":null");
    }
  }

  @Test
  void sendsWhatPeopleDoToAnAlarm() throws Exception {
    try (Plant plant = plant()) {
      told(
          plant,
          LINE + "alarm",
          "{'alarm':'oil-hot','do':'shelve','for':'1h','comment':'pump ordered'}");
      assertThat(asked.getFirst())
          .startsWith("hq acme/dongguan/gw-01 alarm {")
          .contains("\"do\":\"shelve\"", "\"for\":\"1h\"", "\"line\":\"molding/l3\"")
          .contains("\"comment\":\"pump ordered\"");
    }
  }

  @Test
  void saysHonestlyWhatIsNotDone() throws Exception {
    try (Plant plant = plant()) {
      String body = "{'alarm':'oil-hot','do':'acknowledge'}";
      answer = "{\"state\":\"refused\",\"words\":\"not allowed\"}";
      assertThat(told(plant, LINE + "alarm", body).path("state").asText()).isEqualTo("refused");
      answer = "";
      assertThat(told(plant, LINE + "alarm", body).path("state").asText()).isEqualTo("unknown");
      answer = "not JSON";
      assertThat(told(plant, LINE + "alarm", body).path("state").asText()).isEqualTo("unknown");
      answer = "!no such broker";
      JsonNode unsent = told(plant, LINE + "alarm", body);
      assertThat(unsent.path("state").asText()).isEqualTo("unsent");
      assertThat(unsent.path("words").asText()).isEqualTo("no such broker");
      int before = asked.size();
      plant.say(Plant.STATUS, "{'v':1,'state':'offline'}");
      assertThat(told(plant, LINE + "alarm", body).path("words").asText()).contains("offline");
      assertThat(asked).hasSize(before);
    }
  }

  @Test
  void refusesWhatIsNotUnderstoodOrComesFromElsewhere() throws Exception {
    try (Plant plant = plant()) {
      String json = "application/json";
      assertThat(post(plant, LINE + "reason", "{'at':'x'}", json).statusCode()).isEqualTo(400);
      assertThat(post(plant, LINE + "alarm", "{'alarm':'a','do':'x'}", json).statusCode())
          .isEqualTo(400);
      assertThat(post(plant, LINE + "alarm", "{'alarm':'a','do':'shelve'}", json).statusCode())
          .isEqualTo(400);
      assertThat(post(plant, LINE + "reason", "[]", json).statusCode()).isEqualTo(400);
      assertThat(post(plant, "/api/v1/lines/a/b/c/nobody/reason", "{'at':1}", json).statusCode())
          .isEqualTo(404);
      assertThat(asked).isEmpty();
    }
  }
}
