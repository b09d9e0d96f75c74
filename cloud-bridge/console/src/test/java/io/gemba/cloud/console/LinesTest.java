package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest {
  @TempDir Path folder;
  private Plant plant;

  @BeforeEach
  void start() throws Exception {
    plant = new Plant(folder);
  }

  @AfterEach
  void stop() {
    plant.close();
  }

  @Test
  void answersWithEveryFieldOfTheContract() throws Exception {
    plant.online();
    plant.state("RUNNING", plant.time.now(), false);
    plant.figures(
        "'shift':{'from':1,'to':2},'good':1204,'reject':31,'produced':1235,'target':2400,'targetNow':1390,'oee':0.61,"
            + "'availability':0.74,'performance':0.86,'quality':0.96,'coverage':0.99,'idealCycleMs':16000,'cycleMs':18400,"
            + "'inputs':{'aptMs':1,'pbtMs':2,'knownMs':3}");
    JsonNode line = plant.line();
    assertThat(line.path("enterprise").asText()).isEqualTo("acme");
    assertThat(line.path("site").asText()).isEqualTo("dongguan");
    assertThat(line.path("area").asText()).isEqualTo("molding");
    assertThat(line.path("line").asText()).isEqualTo("l3");
    assertThat(line.path("state").asText()).isEqualTo("RUNNING");
    assertThat(line.path("since").asLong()).isEqualTo(plant.time.now() - 60_000);
    assertThat(line.path("stateForMs").asLong()).isEqualTo(60_000);
    assertThat(line.path("freshness").asText()).isEqualTo("LIVE");
    assertThat(line.path("ageMs").asLong()).isZero();
    assertThat(line.path("good").toString()).isEqualTo("1204");
    assertThat(line.path("reject").asInt()).isEqualTo(31);
    assertThat(line.path("target").asInt()).isEqualTo(2400);
    assertThat(line.path("gap").asInt()).isEqualTo(-186);
    assertThat(line.path("oee").asDouble()).isEqualTo(0.61);
    assertThat(line.path("availability").asDouble()).isEqualTo(0.74);
    assertThat(line.path("performance").asDouble()).isEqualTo(0.86);
    assertThat(line.path("quality").asDouble()).isEqualTo(0.96);
    assertThat(line.path("coverage").asDouble()).isEqualTo(0.99);
    assertThat(line.path("gateway").asText()).isEqualTo("gw-01");
    assertThat(line.path("journal").asText()).isEqualTo("j1");
    assertThat(line.path("name").path("zh-Hant").asText()).isEqualTo("注塑三線");
    assertThat(line.path("withheld").isEmpty()).isTrue();
  }

  @Test
  void saysWhyAFigureIsWithheld() throws Exception {
    plant.figures(
        "'good':5,'reject':null,'oee':null,'coverage':0.5,'idealCycleMs':null,'target':null");
    JsonNode why = plant.line().path("withheld");
    assertThat(why.path("oee").asText()).isEqualTo("coverage");
    assertThat(why.path("quality").asText()).isEqualTo("no-reject");
    assertThat(why.path("performance").asText()).isEqualTo("no-ideal-cycle");
    assertThat(why.path("targetNow").asText()).isEqualTo("no-target");
  }

  @Test
  void withholdsTheFiguresOfAShiftThatBeganHoursBeforeTheAgent() throws Exception {
    String began =
        "'target':20000,'targetNow':15000,'oee':null,'availability':0.0001,'performance':1.4,'coverage':0.001,"
            + "'idealCycleMs':2000,'inputs':{'aptMs':3000,'pbtMs':30000000,'knownMs':30000}";
    plant.figures("'good':0,'reject':0,'quality':null," + began);
    JsonNode line = plant.line();
    for (String figure : List.of("good", "reject", "gap", "oee", "availability", "performance")) {
      assertThat(line.path(figure).isNull()).as(figure).isTrue();
      assertThat(line.path("withheld").path(figure).asText()).as(figure).isEqualTo("coverage");
    }
    assertThat(line.path("withheld").path("quality").asText()).isEqualTo("no-parts");
    assertThat(line.path("coverage").asDouble()).isEqualTo(0.001);
    plant.figures("'good':7,'reject':1,'quality':0.875," + began);
    line = plant.line();
    assertThat(line.path("good").asInt()).isEqualTo(7);
    assertThat(line.path("quality").asDouble()).isEqualTo(0.875);
    assertThat(line.path("gap").isNull()).isTrue();
    assertThat(line.path("withheld").path("gap").asText()).isEqualTo("coverage");
    assertThat(line.path("availability").isNull()).isTrue();
  }

  @Test
  void prefersATemperatureToAnEnergyMeterForTheTrend() throws Exception {
    plant.say(
        Plant.LINE + "press1/meta/press1",
        "{'v':1,'gw':'gw-01','device':'press1','points':{'a-lamp':{'type':'bool'},'energy':{'type':'real','unit':'KWH'},"
            + "'oil-temp':{'type':'real','unit':'CEL'},'parts':{'type':'int'}}}",
        true);
    assertThat(plant.line().path("trendPoint").asText()).isEqualTo("press1/oil-temp");
  }

  @Test
  void agesFromLiveToLaggingToStale() throws Exception {
    plant.state("RUNNING", plant.time.now(), false);
    assertThat(freshness()).isEqualTo("LIVE");
    plant.time.pass(10_001);
    assertThat(freshness()).isEqualTo("LAGGING");
    plant.time.pass(50_000);
    assertThat(freshness()).isEqualTo("STALE");
    assertThat(plant.line().path("ageMs").asLong()).isEqualTo(60_001);
    assertThat(plant.line().path("stateForMs").asLong()).isEqualTo(120_001);
  }

  @Test
  void neverShowsAsLiveWhatWasOnlyRetained() throws Exception {
    plant.state("RUNNING", plant.time.now() - 1_000, true);
    assertThat(freshness()).isEqualTo("LAGGING");
    assertThat(plant.line().path("confirmed").asBoolean()).isFalse();
    plant.time.pass(90_000);
    assertThat(freshness()).isEqualTo("STALE");
    plant.state("RUNNING", plant.time.now(), false);
    assertThat(freshness()).isEqualTo("LIVE");
  }

  @Test
  void showsARetainedStatementFromTheFutureAsOfUnknownAge() throws Exception {
    plant.state("RUNNING", plant.time.now() + 3_600_000, true);
    assertThat(freshness()).isEqualTo("STALE");
    assertThat(plant.line().path("ageMs").isNull()).isTrue();
  }

  @Test
  void isLiveAlthoughTheGatewaysClockIsWrongOnceItKeepsPace() throws Exception {
    long wrong = plant.time.now() - 86_400_000;
    plant.state("RUNNING", wrong, false);
    assertThat(freshness()).isEqualTo("STALE");
    plant.time.pass(5_000);
    plant.state("RUNNING", wrong + 5_000, false);
    assertThat(freshness()).isEqualTo("LIVE");
    assertThat(plant.line().path("clockOffsetMs").asLong()).isEqualTo(86_400_000);
  }

  @Test
  void doesNotTakeAnEmptiedQueueForLive() throws Exception {
    for (int i = 0; i < 20; i++) {
      plant.state("RUNNING", plant.time.now() - 600_000 + i * 5_000, false);
    }
    assertThat(freshness()).isEqualTo("STALE");
  }

  @Test
  void isNotDisturbedWhenSomebodySetsTheConsolesClock() throws Exception {
    plant.state("RUNNING", plant.time.now(), false);
    plant.time.stepWall(-7_200_000);
    plant.time.pass(2_000);
    assertThat(freshness()).isEqualTo("LIVE");
    assertThat(plant.line().path("ageMs").asLong()).isEqualTo(2_000);
  }

  @Test
  void isOfflineWhenTheGatewaysWillArrives() throws Exception {
    plant.online();
    plant.state("RUNNING", plant.time.now(), false);
    plant.say(Plant.STATUS, "{'v':1,'state':'offline'}");
    plant.time.pass(3_000);
    JsonNode line = plant.line();
    assertThat(line.path("state").asText()).isEqualTo("OFFLINE");
    assertThat(line.path("lastState").asText()).isEqualTo("RUNNING");
    assertThat(line.path("freshness").asText()).isEqualTo("OFFLINE");
    assertThat(line.path("stateForMs").asLong()).isEqualTo(3_000);
    JsonNode gateway = plant.json("/api/v1/gateways").get(0);
    assertThat(gateway.path("online").asBoolean()).isFalse();
    assertThat(gateway.path("version").asText()).isEqualTo("0.1.0");
    plant.online();
    assertThat(plant.line().path("state").asText()).isEqualTo("RUNNING");
  }

  @Test
  void isNotLiveWhileTheBrokerCannotBeReached() throws Exception {
    plant.state("RUNNING", plant.time.now(), false);
    plant.console.inlet().link("hq", "mqtt://127.0.0.1:1883", "connection refused");
    assertThat(freshness()).isEqualTo("LAGGING");
    assertThat(plant.line().path("linked").asBoolean()).isFalse();
    assertThat(plant.json("/healthz").path("brokers").get(0).path("problem").asText())
        .isEqualTo("connection refused");
  }

  @Test
  void flagsABacklogBesideLiveAndShowsItAloneWithoutLive() throws Exception {
    plant.tag("hist", 1, 60);
    assertThat(freshness()).isEqualTo("BACKFILLING");
    plant.state("RUNNING", plant.time.now(), false);
    assertThat(freshness()).isEqualTo("LIVE");
    assertThat(plant.line().path("backfilling").asBoolean()).isTrue();
    plant.time.pass(10_001);
    assertThat(plant.line().path("backfilling").asBoolean()).isFalse();
  }

  @Test
  void showsALineThatOnlySendsSamples() throws Exception {
    plant.tag("tag", 1, 61.5);
    JsonNode line = plant.line();
    assertThat(line.path("state").asText()).isEqualTo("UNKNOWN");
    assertThat(line.path("lastState").isNull()).isTrue();
    assertThat(line.path("freshness").asText()).isEqualTo("LIVE");
    assertThat(line.path("trendPoint").asText()).isEqualTo("press1/oil-temp");
  }

  @Test
  void prefersAnAnalogueForTheTrendAndKnowsItsUnit() throws Exception {
    plant.say(
        Plant.LINE + "press1/meta/press1",
        "{'v':1,'gw':'gw-01','device':'press1','points':{'a-lamp':{'type':'boolean'},'parts':{'type':'integer'},"
            + "'oil-temp':{'type':'real','unit':'CEL','name':{'en':'Oil temperature'}},'set':{'type':'real','unit':'CEL','writable':true}}}",
        true);
    assertThat(plant.line().path("trendPoint").asText()).isEqualTo("press1/oil-temp");
    assertThat(plant.line().path("trendUnit").asText()).isEqualTo("CEL");
    JsonNode points = plant.json("/api/v1/points?line=acme/dongguan/molding/l3");
    assertThat(points).hasSize(4);
    assertThat(points.get(1).path("name").path("en").asText()).isEqualTo("Oil temperature");
  }

  @Test
  void countsAndShowsMalformedMessagesAndCarriesOn() throws Exception {
    plant.say(Plant.LINE + "_/state/line", "not json");
    plant.say("gemba1/short", "{}");
    plant.say(
        Plant.LINE + "press1/tag/press1", "{'v':1,'journal':'j1','seq':1,'samples':[{'n':'x'}]}");
    plant.state("RUNNING", plant.time.now(), false);
    JsonNode health = plant.json("/api/v1/fleet").path("health");
    assertThat(health.path("malformed").asInt()).isEqualTo(3);
    assertThat(health.path("lastMalformed").asText()).contains("press1/tag/press1: no time `t`");
    assertThat(plant.acknowledged).hasValue(4);
    assertThat(freshness()).isEqualTo("LIVE");
  }

  @Test
  void forgetsALineWhoseRetainedStateIsCleared() throws Exception {
    plant.state("RUNNING", plant.time.now(), false);
    plant.say(Plant.LINE + "_/state/line", "", true);
    assertThat(plant.json("/api/v1/lines")).isEmpty();
  }

  private String freshness() throws Exception {
    return plant.line().path("freshness").asText();
  }
}
