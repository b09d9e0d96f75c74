package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line's history, as its gateway wrote it down. */
class LineLogTest {
  private static final String LOG = "/api/v1/lines/acme/dongguan/molding/l3/log";

  @TempDir Path folder;

  /** A plant whose history survives it. */
  Plant plant() throws Exception {
    return new Plant(folder);
  }

  private static void facts(Plant plant, String kind, long seq, String samples) throws Exception {
    plant.say(
        Plant.LINE + "_/" + kind + "/line-molding-l3",
        "{'v':1,'journal':'j1','seq':%d,'samples':[%s]}".formatted(seq, samples));
  }

  private static String fact(String point, long t, String value) {
    return "{'n':'%s','t':%d,'v':%s}".formatted(point, t, value);
  }

  @Test
  void tellsStatesStopsCountsAndShifts() throws Exception {
    try (Plant plant = plant()) {
      long now = plant.time.now();
      plant.state("RUNNING", now, false);
      facts(
          plant,
          "tag",
          1,
          String.join(
              ",",
              fact("state", now - 900_000, "'RUNNING'"),
              fact("cause", now - 900_000, "''"),
              fact("state", now - 600_000, "'FAULT'"),
              fact("cause", now - 600_000, "'red lamp'"),
              fact("counts", now - 500_000, "{'shift':1,'good':10,'target':12}"),
              fact("state", now - 300_000, "'RUNNING'"),
              fact("cause", now - 300_000, "''"),
              fact(
                  "stop",
                  now - 600_000,
                  "{'from':1,'ms':300000,'state':'FAULT','cause':'red lamp'}"),
              fact("shift", now - 100_000, "{'from':1,'good':99}")));
      Await.until("stored", () -> plant.acknowledged.get() == 2);
      JsonNode log = plant.json(LOG + "?from=" + (now - 700_000) + "&to=" + now);
      assertThat(log.path("states").toString())
          .isEqualTo(
              "[[%d,\"RUNNING\",null],[%d,\"FAULT\",\"red lamp\"],[%d,\"RUNNING\",null]]"
                  .formatted(now - 900_000, now - 600_000, now - 300_000));
      assertThat(log.path("stop").get(0).path("fact").path("cause").asText()).isEqualTo("red lamp");
      assertThat(log.path("counts").get(0).path("fact").path("good").asInt()).isEqualTo(10);
      assertThat(log.path("shift").get(0).path("fact").path("good").asInt()).isEqualTo(99);
      assertThat(log.path("reason")).isEmpty();
    }
  }

  @Test
  void historyOfAnOutageFillsInWithoutTouchingWhatIsNow() throws Exception {
    try (Plant plant = plant()) {
      long now = plant.time.now();
      plant.state("RUNNING", now, false);
      facts(plant, "tag", 10, fact("state", now - 1_000, "'RUNNING'"));
      facts(
          plant,
          "hist",
          8,
          fact("state", now - 9_000, "'FAULT'") + "," + fact("state", now - 5_000, "'IDLE'"));
      Await.until("stored", () -> plant.acknowledged.get() == 3);
      assertThat(plant.json(LOG).path("states").toString()).contains("FAULT", "IDLE", "RUNNING");
      assertThat(plant.line().path("state").asText()).isEqualTo("RUNNING");
    }
  }

  @Test
  void aMessageWithAnArrayOrAStructureIsKeptWhole() throws Exception {
    try (Plant plant = plant()) {
      plant.say(
          Plant.LINE + "press1/tag/press1",
          ("{'v':1,'journal':'j1','seq':1,'samples':[{'n':'oil-temp','t':T,'v':[1,2.5]},"
                  + "{'n':'oil-temp','t':T1,'v':{'x':18446744073709551615}}]}")
              .replace("T1", String.valueOf(plant.time.now() + 1))
              .replace("T", String.valueOf(plant.time.now())));
      Await.until("stored", () -> plant.acknowledged.get() == 1);
      JsonNode samples = plant.trend().path("samples");
      assertThat(samples.get(0).get(1).toString()).isEqualTo("[1,2.5]");
      assertThat(samples.get(1).get(1).toString()).isEqualTo("{\"x\":18446744073709551615}");
      assertThat(plant.metric("samples_stored_total")).isEqualTo(2);
    }
  }

  @Test
  void refusesWhatIsNoSpanOfTime() throws Exception {
    try (Plant plant = plant()) {
      plant.state("RUNNING", plant.time.now(), false);
      assertThat(plant.get(LOG + "?from=5&to=4").statusCode()).isEqualTo(400);
      assertThat(plant.get(LOG + "?from=yesterday").statusCode()).isEqualTo(400);
      assertThat(plant.get(LOG.replace("/l3/", "/l9/")).statusCode()).isEqualTo(404);
    }
  }
}
