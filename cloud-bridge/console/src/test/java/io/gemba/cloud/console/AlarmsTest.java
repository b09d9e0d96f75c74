package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmsTest {
  private static final String HOT =
      "'alarm':'oil-hot','name':{'en':'Oil hot','zh-Hant':'油溫過高'},'severity':'critical','kind':'high','device':'press1','point':'oil-temp','value':91.4,'limit':90,'unit':'CEL'";

  @TempDir Path folder;

  private static void event(Plant plant, String state, long t, String more) throws Exception {
    plant.say(
        Plant.LINE + "press1/event/alarm",
        "{'v':1,'t':%d,%s,'state':'%s','since':%d%s}".formatted(t, HOT, state, t, more));
  }

  private static void list(Plant plant, long t, String active, boolean retained) throws Exception {
    plant.say(
        Plant.LINE + "_/state/alarms",
        "{'v':1,'t':%d,'active':[%s]}".formatted(t, active),
        retained);
  }

  @Test
  void showsAnAlarmFromItsEventUntilItIsClearedAndAcknowledged() throws Exception {
    try (Plant plant = new Plant(folder)) {
      long t = plant.time.now();
      event(plant, "raised", t, "");
      JsonNode alarm = plant.line().path("alarms").get(0);
      assertThat(alarm.path("id").asText()).isEqualTo("oil-hot");
      assertThat(alarm.path("name").path("zh-Hant").asText()).isEqualTo("油溫過高");
      assertThat(alarm.path("severity").asText()).isEqualTo("critical");
      assertThat(alarm.path("value").asDouble()).isEqualTo(91.4);
      assertThat(alarm.path("active").asBoolean()).isTrue();
      event(plant, "cleared", t + 1000, "");
      alarm = plant.line().path("alarms").get(0);
      assertThat(alarm.path("active").asBoolean()).isFalse();
      assertThat(alarm.path("acknowledged").asBoolean()).isFalse();
      event(plant, "acknowledged", t + 2000, ",'by':'wong'");
      assertThat(plant.line().path("alarms").size()).isZero();
    }
  }

  @Test
  void anAcknowledgedAlarmStaysWhileItIsActiveAndGoesWhenItClears() throws Exception {
    try (Plant plant = new Plant(folder)) {
      long t = plant.time.now();
      event(plant, "raised", t, "");
      event(plant, "acknowledged", t + 1, ",'by':'wong'");
      JsonNode alarm = plant.line().path("alarms").get(0);
      assertThat(alarm.path("acknowledged").asBoolean()).isTrue();
      assertThat(alarm.path("ackBy").asText()).isEqualTo("wong");
      event(plant, "cleared", t + 2, "");
      assertThat(plant.line().path("alarms").size()).isZero();
    }
  }

  @Test
  void theRetainedListIsTheTruthForAConsoleThatJoinsLate() throws Exception {
    try (Plant plant = new Plant(folder)) {
      long t = plant.time.now();
      list(plant, t, "{%s,'state':'raised','since':%d}".formatted(HOT, t - 5000), true);
      assertThat(plant.line().path("alarms").get(0).path("since").asLong()).isEqualTo(t - 5000);
      event(plant, "cleared", t - 10_000, ""); // older than the list: it is in it already
      assertThat(plant.line().path("alarms").get(0).path("active").asBoolean()).isTrue();
      list(plant, t + 1000, "", false);
      assertThat(plant.line().path("alarms").size()).isZero();
    }
  }

  @Test
  void showsTheWorstFirstAndWhatIsLookedAfterLast() throws Exception {
    try (Plant plant = new Plant(folder)) {
      list(
          plant,
          plant.time.now(),
          """
          {'alarm':'a','severity':'critical','state':'acknowledged','acknowledged':true,'since':1},
          {'alarm':'b','severity':'info','state':'raised','since':1},
          {'alarm':'c','severity':'warning','state':'raised','since':9},
          {'alarm':'d','severity':'critical','state':'shelved','shelvedUntil':99,'since':1},
          {'alarm':'e','severity':'warning','state':'raised','since':2}""",
          true);
      assertThat(plant.line().path("alarms").findValuesAsText("id"))
          .containsExactly("e", "c", "b", "d", "a");
    }
  }

  @Test
  void clearingTheRetainedAlarmsDoesNotRemoveTheLine() throws Exception {
    try (Plant plant = new Plant(folder)) {
      plant.state("RUNNING", plant.time.now(), false);
      list(plant, plant.time.now(), "{%s,'state':'raised'}".formatted(HOT), true);
      plant.say(Plant.LINE + "_/state/alarms", "", true);
      assertThat(plant.line().path("state").asText()).isEqualTo("RUNNING");
      assertThat(plant.line().path("alarms").size()).isZero();
    }
  }

  @Test
  void anAlarmWithoutAnIdIsMalformedAndSaidSo() throws Exception {
    try (Plant plant = new Plant(folder)) {
      plant.say(Plant.LINE + "_/event/alarm", "{'v':1,'t':1,'state':'raised'}");
      assertThat(plant.metric("malformed_total")).isEqualTo(1);
    }
  }
}
