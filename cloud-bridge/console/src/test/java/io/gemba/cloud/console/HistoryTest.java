package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path folder;

  /** A plant whose history survives it. */
  Plant plant() throws Exception {
    return new Plant(folder);
  }

  @Test
  void storesWhatComesTwiceOnce() throws Exception {
    try (Plant plant = plant()) {
      plant.tag("tag", 10, 60, 61, 62);
      plant.tag("tag", 10, 60, 61, 62);
      plant.tag("hist", 11, 61, 62, 63);
      Await.until("acknowledged", () -> plant.acknowledged.get() == 3);
      assertThat(plant.metric("samples_stored_total")).isEqualTo(4);
      assertThat(plant.metric("samples_duplicate_total")).isEqualTo(5);
      assertThat(plant.trend().path("samples")).hasSize(4);
    }
  }

  @Test
  void acknowledgesSamplesOnlyOnceTheyAreStoredAndKeepsThemAcrossARestart() throws Exception {
    try (Plant plant = plant()) {
      plant.tag("tag", 1, 60.5);
      Await.until("acknowledged", () -> plant.acknowledged.get() == 1);
      assertThat(plant.metric("samples_stored_total")).isEqualTo(1);
    }
    try (Plant plant = plant()) {
      plant.tag("tag", 1, 60.5);
      plant.tag("tag", 2, 61.5);
      Await.until("acknowledged", () -> plant.acknowledged.get() == 2);
      assertThat(plant.metric("samples_stored_total")).isEqualTo(1);
      assertThat(plant.trend().path("samples")).hasSize(2);
    }
  }

  /**
   * A closed connection's library threw a NullPointerException, and nothing was stored any more.
   */
  @Test
  void anAcknowledgementThatFailsDoesNotEndTheHistory() throws Exception {
    try (Plant plant = plant()) {
      byte[] one =
          "{\"v\":1,\"journal\":\"j1\",\"seq\":1,\"samples\":[{\"n\":\"oil-temp\",\"t\":1,\"v\":1}]}"
              .getBytes(java.nio.charset.StandardCharsets.UTF_8);
      Runnable closed =
          () -> {
            throw new NullPointerException("closed");
          };
      plant
          .console
          .inlet()
          .message("hq", Plant.LINE + "press1/tag/press1", one, null, false, closed);
      plant.tag("tag", 2, 60);
      Await.until("acknowledged", () -> plant.acknowledged.get() == 1);
      assertThat(plant.metric("samples_stored_total")).isEqualTo(2);
    }
  }

  @Test
  void tellsMissingNumbersFromThoseAGapRecordNames() throws Exception {
    try (Plant plant = plant()) {
      plant.online();
      plant.tag("tag", 100, 1, 2, 3);
      plant.tag("tag", 110, 4);
      plant.say(
          Plant.LINE + "press1/event/gap",
          "{'v':1,'journal':'j1','device':'press1','from':103,'to':107,'t0':1,'t1':2,'cause':'buffer-full'}");
      Await.until("acknowledged", () -> plant.acknowledged.get() == 4);
      awaitGateway(plant, "received", 4);
      awaitGateway(plant, "missing", 7);
      awaitGateway(plant, "unexplained", 2);
      plant.tag("hist", 103, 1, 2, 3, 4, 5, 6, 7);
      Await.until("acknowledged", () -> plant.acknowledged.get() == 5);
      awaitGateway(plant, "missing", 0);
    }
  }

  @Test
  void keepsEveryKindOfValueExactly() throws Exception {
    try (Plant plant = plant()) {
      plant.say(
          Plant.LINE + "press1/tag/press1",
          ("{'v':1,'journal':'j1','seq':1,'samples':[{'n':'oil-temp','t':T,'v':18446744073709551615},"
                  + "{'n':'oil-temp','t':T,'v':9007199254740993},{'n':'oil-temp','t':T,'v':true},"
                  + "{'n':'oil-temp','t':T,'v':'油'},{'n':'oil-temp','t':T,'v':null,'q':'bad'},{'n':'oil-temp','t':T,'v':1.5,'q':'uncertain'}]}")
              .replace("T", String.valueOf(plant.time.now())));
      Await.until("acknowledged", () -> plant.acknowledged.get() == 1);
      JsonNode samples = plant.trend().path("samples");
      assertThat(samples.findValuesAsText("x")).isEmpty();
      assertThat(samples.get(0).get(1).asText()).isEqualTo("18446744073709551615");
      assertThat(samples.get(1).get(1).toString()).isEqualTo("\"9007199254740993\"");
      assertThat(samples.get(2).get(1).isBoolean()).isTrue();
      assertThat(samples.get(3).get(1).asText()).isEqualTo("油");
      assertThat(samples.get(4).get(1).isNull()).isTrue();
      assertThat(samples.get(4).get(2).asText()).isEqualTo("bad");
      assertThat(samples.get(5).get(2).asText()).isEqualTo("uncertain");
    }
  }

  @Test
  void thinsALongTrendWithoutLosingItsPeak() throws Exception {
    try (Plant plant = plant()) {
      double[] values = new double[10_000];
      java.util.Arrays.fill(values, 50);
      values[4_321] = 99;
      plant.tag("tag", 1, values);
      Await.until("acknowledged", () -> plant.acknowledged.get() == 1);
      plant.time.pass(10_000);
      JsonNode trend =
          plant.json(
              "/api/v1/lines/acme/dongguan/molding/l3/trend?point=press1/oil-temp&minutes=1");
      assertThat(trend.path("reduced").asBoolean()).isTrue();
      assertThat(trend.path("samples").size()).isBetween(2, 1_500);
      assertThat(trend.path("samples").toString()).contains(",99]");
    }
  }

  @Test
  void leavesAHoleWhereNumbersAreMissingUntilTheyCome() throws Exception {
    try (Plant plant = plant()) {
      plant.tag("tag", 1, 60, 61);
      plant.time.pass(1_000);
      plant.tag("tag", 5, 64);
      assertThat(drawn(plant, 2)).isEqualTo("60 61 gap 64");
      plant.tag("hist", 3, 62, 63);
      assertThat(drawn(plant, 3)).doesNotContain("gap");
    }
  }

  @Test
  void leavesAHoleWhereAnUncleanStopLostWhatHadNoNumberYet() throws Exception {
    try (Plant plant = plant()) {
      plant.online();
      plant.tag("tag", 1, 60, 61);
      plant.say(
          Plant.LINE + "press1/event/gap",
          "{'v':1,'journal':'j1','device':'press1','from':3,'to':2,'t0':1,'t1':2,'cause':'unclean-stop'}");
      plant.time.pass(1_000);
      plant.tag("tag", 3, 62);
      assertThat(drawn(plant, 4)).isEqualTo("60 61 gap 62");
      assertThat(plant.json("/api/v1/fleet").path("health").path("malformed").asInt()).isZero();
      awaitGateway(plant, "missing", 0);
    }
    try (Plant plant = plant()) {
      plant.online();
      plant.tag("tag", 4, 63);
      awaitGateway(plant, "missing", 0);
    }
  }

  @Test
  void leavesAHoleWhereTheGatewayWasAwayUnlessItKeptWhatCameMeanwhile() throws Exception {
    try (Plant plant = plant()) {
      plant.online();
      plant.tag("tag", 1, 60, 61);
      plant.say(Plant.STATUS, "{'v':1,'state':'offline'}");
      Await.until("stored", () -> plant.acknowledged.get() == 3);
      plant.time.pass(1_000);
      plant.tag("hist", 3, 62);
      plant.time.pass(20_000);
      plant.online();
      plant.tag("tag", 4, 63);
      assertThat(drawn(plant, 6)).isEqualTo("60 61 62 63");
      plant.say(Plant.STATUS, "{'v':1,'state':'offline'}");
      plant.time.pass(20_000);
      plant.online();
      plant.tag("tag", 5, 64);
      assertThat(drawn(plant, 9)).isEqualTo("60 61 62 63 gap 64");
    }
  }

  @Test
  void doesNotJoinTwoJournals() throws Exception {
    try (Plant plant = plant()) {
      plant.tag("tag", 1, 60);
      plant.time.pass(1_000);
      plant.say(
          Plant.LINE + "press1/tag/press1",
          "{'v':1,'journal':'j2','seq':1,'samples':[{'n':'oil-temp','t':%d,'v':61.0}]}"
              .formatted(plant.time.now()));
      assertThat(drawn(plant, 2)).isEqualTo("60 gap 61");
    }
  }

  /** Other consoles write too, so that PostgreSQL is asked now and then. */
  private static void awaitGateway(Plant plant, String field, int value) throws Exception {
    Await.until(
        field,
        () -> {
          plant.time.pass(1_000);
          return plant.json("/api/v1/gateways").get(0).path(field).asInt() == value;
        });
  }

  /** The trend's values in order, once {@code messages} are acknowledged. */
  private static String drawn(Plant plant, int messages) throws Exception {
    Await.until("acknowledged", () -> plant.acknowledged.get() == messages);
    StringJoiner all = new StringJoiner(" ");
    for (JsonNode row : plant.trend().path("samples")) {
      all.add(row.size() > 2 ? row.get(2).asText() : row.get(1).asText());
    }
    return all.toString();
  }

  @Test
  void refusesTrendsItCannotAnswerInWords() throws Exception {
    try (Plant plant = plant()) {
      assertThat(plant.get("/api/v1/lines/a/b/c/d/trend?point=x/y").statusCode()).isEqualTo(404);
      assertThat(plant.get("/api/v1/lines/a/b/c/d/trend").body()).contains("DEVICE/POINT");
      plant.tag("tag", 1, 1);
      assertThat(
              plant
                  .get("/api/v1/lines/acme/dongguan/molding/l3/trend?point=x/y&minutes=0")
                  .statusCode())
          .isEqualTo(400);
    }
  }
}
