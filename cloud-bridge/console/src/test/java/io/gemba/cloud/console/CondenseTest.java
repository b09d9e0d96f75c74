package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gemba.cloud.console.config.StorageConfig;
import io.gemba.cloud.console.config.StorageConfig.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Minutes and hours made from samples, and what is kept how long. */
class CondenseTest {
  private static final String TREND = "/api/v1/lines/acme/dongguan/molding/l3/trend?point=press1/";
  private static final long MINUTE = 60_000;

  @TempDir Path folder;

  /** A plant whose history is kept so long. */
  Plant plant(Retention retention) throws Exception {
    return new Plant(folder, new StorageConfig(null, retention));
  }

  private static void samples(Plant plant, String kind, long seq, double... timesAndValues)
      throws Exception {
    List<String> samples = new ArrayList<>();
    for (int i = 0; i < timesAndValues.length; i += 2) {
      samples.add(
          "{'n':'oil-temp','t':%d,'v':%s}"
              .formatted((long) timesAndValues[i], timesAndValues[i + 1]));
    }
    plant.say(
        Plant.LINE + "press1/" + kind + "/press1",
        "{'v':1,'journal':'j1','seq':%d,'samples':[%s]}".formatted(seq, String.join(",", samples)));
  }

  private static JsonNode trend(Plant plant, int minutes) throws Exception {
    return plant.json(TREND + "oil-temp&minutes=" + minutes);
  }

  /** Mean, lowest, highest, count and good share of the first buckets of a level. */
  private static List<String> buckets(Plant plant, int minutes, int most) throws Exception {
    List<String> rows = new ArrayList<>();
    for (JsonNode b : trend(plant, minutes).path("buckets")) {
      rows.add(
          b.get(1).asText()
              + " "
              + b.get(2).asText()
              + " "
              + b.get(3).asText()
              + " "
              + b.get(4)
              + " "
              + b.get(5).asText());
    }
    return rows.subList(0, Math.min(most, rows.size()));
  }

  @Test
  void minutesAreMeansOverTimeAndWhatComesLateRepaintsThem() throws Exception {
    try (Plant plant = plant(Retention.DEFAULT)) {
      double t = (plant.time.now() / MINUTE - 10) * MINUTE;
      samples(plant, "tag", 1, t, 10, t + 10_000, 20, t + 20_000, 30, t + 50_000, 30);
      samples(plant, "tag", 5, t + 60_000, 0, t + 110_000, 0);
      plant.time.pass(80_000);
      Await.until(
          "condensed", () -> buckets(plant, 360, 2).equals(List.of("25 10 30 4 1", "0 0 0 2 1")));
      assertThat(trend(plant, 360).path("level").asText()).isEqualTo("1min");
      samples(plant, "hist", 7, t + 30_000, 90);
      Await.until("repainted", () -> buckets(plant, 360, 1).equals(List.of("45 10 90 5 1")));
    }
  }

  @Test
  void hoursAreMadeFromSumsAndTheLastMinutesStayFine() throws Exception {
    try (Plant plant = plant(Retention.DEFAULT)) {
      double hour = (plant.time.now() / (60 * MINUTE) - 3) * 60 * MINUTE;
      double late = hour + 45 * MINUTE; // 3/4 of the hour at 0, a quarter at 100: 25, not 50
      samples(plant, "tag", 1, hour, 0, late, 100, hour + 60 * MINUTE, 100);
      plant.time.pass(200_000);
      Await.until(
          "condensed",
          () ->
              trend(plant, 5_000).path("level").asText().equals("1h")
                  && buckets(plant, 5_000, 1).equals(List.of("25 0 100 2 1")));
      long now = plant.time.now();
      samples(plant, "tag", 4, now, 55);
      Await.until(
          "the last sample is there", () -> trend(plant, 5_000).toString().contains(now + ",55]"));
    }
  }

  /** How long samples are kept in these tests; a database may remove whole days only. */
  Duration kept() {
    return Duration.ofMinutes(10);
  }

  /** How many samples of the machine are left. */
  long left(Plant plant) throws Exception {
    return trend(plant, 100).path("samples").size();
  }

  @Test
  void samplesGoWhenTheirTimeIsOverAndWhatIsCondensedStays() throws Exception {
    Duration years = Duration.ofDays(900);
    try (Plant plant = plant(new Retention(kept(), years, years, years))) {
      double t = (plant.time.now() / MINUTE - 5) * MINUTE;
      samples(plant, "tag", 1, t, 10, t + 30_000, 20);
      plant.say(
          Plant.LINE + "_/tag/line-molding-l3",
          "{'v':1,'journal':'j1','seq':1,'samples':[{'n':'state','t':%d,'v':'FAULT'}]}"
              .formatted((long) t));
      Await.until("condensed", () -> buckets(plant, 360, 1).equals(List.of("10 10 20 2 1")));
      assertThat(left(plant)).isEqualTo(2);
      plant.time.pass(kept().multipliedBy(2).toMillis());
      Await.until("samples are gone", () -> left(plant) == 0);
      assertThat(buckets(plant, 4_300, 1)).containsExactly("10 10 20 2 1");
      String log =
          "/api/v1/lines/acme/dongguan/molding/l3/log?from=%d&to=%d"
              .formatted((long) (t - 1), (long) (t + MINUTE));
      assertThat(plant.json(log).path("states").toString()).contains("FAULT");
    }
  }
}
