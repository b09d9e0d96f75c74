package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples of a gateway whose clock was not set, before and after it was. */
class ClockSetTest {
  private static final long WRONG_BY = 40L * 86_400_000; // longer ago than the history keeps

  @TempDir Path folder;

  /** A plant whose history survives it. */
  Plant plant() throws Exception {
    return new Plant(folder);
  }

  private static void unsynced(Plant plant, long seq, String... samples)
      throws InterruptedException {
    plant.say(
        Plant.LINE + "press1/tag/press1",
        "{'v':1,'journal':'j1','seq':%d,'clock':'unsynced','samples':[%s]}"
            .formatted(seq, String.join(",", samples)));
  }

  private static String sample(long time, double value) {
    return "{'n':'oil-temp','t':%d,'v':%s}".formatted(time, value);
  }

  private static void clock(Plant plant, String kind, long from, long to)
      throws InterruptedException {
    plant.say(
        Plant.LINE + "press1/event/clock",
        "{'v':1,'journal':'j1','device':'press1','boot':'b','kind':'%s','from':%d,'to':%d,'offset':%d,'t0':1,'t1':2}"
            .formatted(kind, from, to, WRONG_BY));
  }

  private static List<String> drawn(Plant plant, int messages) throws Exception {
    Await.until("acknowledged", () -> plant.acknowledged.get() == messages);
    List<String> drawn = new ArrayList<>();
    for (JsonNode sample : plant.trend().path("samples")) {
      drawn.add((sample.get(0).asLong() - plant.time.now()) + " " + sample.get(1).asText());
    }
    return drawn;
  }

  @Test
  void putsRightWhatCameUnsyncedOnceAndNothingElse() throws Exception {
    try (Plant plant = plant()) {
      long now = plant.time.now();
      unsynced(plant, 1, sample(now - WRONG_BY - 3_000, 1), sample(now - WRONG_BY - 2_000, 2));
      unsynced(plant, 3, "{'n':'oil-temp','t':%d,'v':3,'g':%d}".formatted(now - 1_500, now));
      assertThat(drawn(plant, 2)).containsExactly("-1500 3");
      clock(plant, "set", 1, 3);
      plant.tag("tag", 4, 4);
      assertThat(drawn(plant, 4)).containsExactly("-3000 1", "-2000 2", "-1500 3", "0 4");
      clock(plant, "set", 1, 4);
      assertThat(drawn(plant, 5)).as("twice does no harm").hasSize(4);
    }
  }

  @Test
  void aStepMovesNothing() throws Exception {
    try (Plant plant = plant()) {
      unsynced(plant, 1, sample(plant.time.now() - 3_000, 1));
      clock(plant, "step", 1, 1);
      assertThat(drawn(plant, 2)).containsExactly("-3000 1");
    }
  }

  @Test
  void whatCameUnsyncedIsNotTakenForOldBeforeTheClockIsSet() throws Exception {
    try (Plant plant = plant()) {
      unsynced(plant, 1, sample(plant.time.now() - WRONG_BY, 1));
      plant.time.pass(120_000); // retention looks every minute
      plant.tag("tag", 2, 2);
      Await.until("acknowledged", () -> plant.acknowledged.get() == 2);
      plant.time.pass(120_000);
      plant.tag("tag", 3, 3);
      Await.until("acknowledged", () -> plant.acknowledged.get() == 3);
      clock(plant, "set", 1, 1);
      assertThat(drawn(plant, 4)).hasSize(3).first().isEqualTo("-240000 1");
    }
  }
}
