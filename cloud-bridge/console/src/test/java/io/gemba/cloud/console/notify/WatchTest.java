package io.gemba.cloud.console.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.console.notify.Rule.When;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Duration TEN = Duration.ofMinutes(10);

  @TempDir Path folder;

  private static void alarm(Scene scene, String state, String more) throws Exception {
    scene.hear(
        "acme/dongguan/molding/l3/press1/event/alarm",
        "{'v':1,'t':%d,'alarm':'oil-hot','name':{'en':'Oil hot'},'severity':'critical','device':'press1','point':'oil-temp','state':'%s','since':%d,'value':91.4,'limit':90,'unit':'CEL'%s}"
            .formatted(scene.time.now(), state, scene.time.now(), more));
  }

  @Test
  void tellsOfALongStopOnceAndOfItsEnd() throws Exception {
    try (Scene scene = new Scene(folder, Scene.rule(When.STOP, FIVE, null))) {
      scene.pass(290, "l3", "FAULT");
      assertThat(scene.watch.incidents()).isEmpty();
      scene.pass(60, "l3", "FAULT");
      List<Notice> told = scene.messages();
      assertThat(told).hasSize(1);
      assertThat(told.getFirst().kind()).isEqualTo("raised");
      assertThat(told.getFirst().items().getFirst().trouble().state()).isEqualTo("FAULT");
      scene.pass(600, "l3", "FAULT");
      assertThat(scene.messages()).isEmpty();
      scene.pass(90, "l3", "RUNNING");
      assertThat(scene.kinds()).containsExactly("resolved");
      assertThat(scene.watch.incidents()).isEmpty();
    }
  }

  @Test
  void countsAStopThatChangesItsStateAsOne() throws Exception {
    try (Scene scene = new Scene(folder, Scene.rule(When.STOP, FIVE, null))) {
      scene.pass(180, "l3", "STOPPED");
      scene.pass(160, "l3", "FAULT");
      assertThat(scene.kinds()).containsExactly("raised");
    }
  }

  @Test
  void saysNothingOfAStopThatEndsInTime() throws Exception {
    try (Scene scene = new Scene(folder, Scene.rule(When.STOP, FIVE, null))) {
      scene.pass(200, "l3", "STOPPED");
      scene.pass(20, "l3", "RUNNING");
      scene.pass(200, "l3", "STOPPED");
      scene.pass(60, "l3", "RUNNING");
      assertThat(scene.messages()).isEmpty();
    }
  }

  @Test
  void saysItAgainUntilSomebodyAcknowledges() throws Exception {
    try (Scene scene = new Scene(folder, Scene.rule(When.STOP, FIVE, TEN))) {
      scene.pass(1_600, "l3", "STOPPED");
      assertThat(scene.kinds()).containsExactly("raised", "reminder", "reminder");
      String id = scene.watch.incidents().getFirst().id();
      assertThat(scene.watch.acknowledge(id, "wong")).isPresent();
      scene.pass(1_300, "l3", "STOPPED");
      assertThat(scene.messages()).isEmpty();
      scene.pass(90, "l3", "RUNNING");
      assertThat(scene.kinds()).containsExactly("resolved");
      assertThat(scene.watch.acknowledge(id, "wong")).isEmpty();
    }
  }

  @Test
  void aRestartTellsNothingTwiceAndForgetsNothing() throws Exception {
    try (Scene scene = new Scene(folder, Scene.rule(When.STOP, FIVE, TEN))) {
      scene.pass(350, "l3", "STOPPED");
      scene.restart(); // the message is decided, but not delivered
      assertThat(scene.kinds()).containsExactly("raised");
      scene.restart();
      scene.pass(60); // the board is empty: nothing is known of the line, so nothing is over
      assertThat(scene.messages()).isEmpty();
      scene.state("l3", "STOPPED", scene.time.now() - 400_000);
      scene.pass(60, "l3", "STOPPED");
      assertThat(scene.messages()).isEmpty();
      scene.watch.acknowledge(scene.watch.incidents().getFirst().id(), "wong");
      scene.restart();
      scene.pass(700, "l3", "STOPPED");
      assertThat(scene.messages()).isEmpty();
      scene.pass(90, "l3", "RUNNING");
      assertThat(scene.kinds()).containsExactly("resolved");
    }
  }

  @Test
  void aPlantThatIsCutOffIsOneMessageNotForty() throws Exception {
    Rule offline = Scene.rule(When.OFFLINE, FIVE, null);
    try (Scene scene = new Scene(folder, offline, Scene.rule(When.STOP, FIVE, null))) {
      for (int i = 0; i < 40; i++) {
        scene.gateway("gw-" + i, true);
        scene.state("l" + i, "STOPPED", scene.time.now());
      }
      for (int i = 0; i < 40; i++) {
        scene.gateway("gw-" + i, false);
        scene.pass(i % 10 == 9 ? 1 : 0);
      }
      scene.pass(500);
      List<Notice> told = scene.messages();
      assertThat(told).hasSize(1);
      assertThat(told.getFirst().items())
          .filteredOn(i -> i.trouble().subject().equals("gateway"))
          .hasSize(40);
      Letter letter = new Wording("en", null).letter(told.getFirst());
      assertThat(letter.title()).contains("alerts").contains("offline").contains("dongguan");
      assertThat(letter.parts()).hasSize(12);
    }
  }

  @Test
  void ofABrokerThatIsAwayOnlyTheBrokerIsTold() throws Exception {
    Rule offline = Scene.rule(When.OFFLINE, FIVE, null);
    try (Scene scene = new Scene(folder, offline, Scene.rule(When.STOP, FIVE, null))) {
      scene.gateway("gw-01", true);
      scene.state("l3", "RUNNING", scene.time.now());
      scene.board.link("hq", "mqtt://h:1883", "connection refused");
      scene.pass(400);
      List<Notice> told = scene.messages();
      assertThat(told).hasSize(1);
      assertThat(told.getFirst().items()).hasSize(1);
      assertThat(told.getFirst().items().getFirst().trouble().subject()).isEqualTo("broker");
      scene.board.link("hq", "mqtt://h:1883", null);
      scene.pass(70, "l3", "RUNNING");
      assertThat(scene.kinds()).containsExactly("resolved");
    }
  }

  @Test
  void keepsQuietAndSpeaksAfterwardsIfItStillHolds() throws Exception {
    // the clock stands at 14:32 in Shanghai
    Quiet quiet = Quiet.parse("14:00-15:00").orElseThrow();
    try (Scene scene = new Scene(folder, Scene.rule(When.STOP, FIVE, null, quiet))) {
      scene.pass(900, "l3", "STOPPED");
      assertThat(scene.messages()).isEmpty();
      assertThat(scene.watch.incidents()).hasSize(1);
      scene.pass(1_200, "l3", "STOPPED");
      List<Notice> told = scene.messages();
      assertThat(told).hasSize(1);
      assertThat(told.getFirst().items().getFirst().since())
          .isLessThan(told.getFirst().at() - 1_500_000);
    }
  }

  @Test
  void ofWhatIsOverBeforeTheQuietIsNothingIsSaid() throws Exception {
    Quiet quiet = Quiet.parse("14:00-15:00").orElseThrow();
    try (Scene scene = new Scene(folder, Scene.rule(When.STOP, FIVE, null, quiet))) {
      scene.pass(600, "l3", "STOPPED");
      scene.pass(1_800, "l3", "RUNNING");
      assertThat(scene.messages()).isEmpty();
      assertThat(scene.watch.incidents()).isEmpty();
    }
  }

  @Test
  void tellsOfAnAlarmAndStopsWhenItIsAcknowledgedAtTheGateway() throws Exception {
    Rule rule = Scene.rule(When.ALARM, Duration.ZERO, TEN);
    try (Scene scene = new Scene(folder, rule)) {
      scene.state("l3", "RUNNING", scene.time.now());
      alarm(scene, "raised", "");
      scene.pass(60, "l3", "RUNNING");
      List<Notice> told = scene.messages();
      assertThat(told).hasSize(1);
      Letter letter = new Wording("en", "https://b.example.com").letter(told.getFirst());
      assertThat(letter.text())
          .contains("Moulding l3: critical alarm Oil hot – 91.4 °C (limit 90 °C)")
          .contains("Point: press1/oil-temp")
          .contains("UTC+8")
          .contains("https://b.example.com/?line=acme%2Fdongguan%2Fmolding%2Fl3&incident=");
      alarm(scene, "acknowledged", ",'by':'wong'");
      scene.pass(1_500, "l3", "RUNNING");
      assertThat(scene.messages()).isEmpty();
      assertThat(scene.watch.incidents().getFirst().acknowledgedBy()).isEqualTo("wong");
      alarm(scene, "cleared", "");
      scene.pass(70, "l3", "RUNNING");
      assertThat(scene.kinds()).containsExactly("resolved");
    }
  }

  @Test
  void aShelvedAlarmIsNotTold() throws Exception {
    Rule rule = Scene.rule(When.ALARM, Duration.ofSeconds(20), null);
    try (Scene scene = new Scene(folder, rule)) {
      scene.state("l3", "RUNNING", scene.time.now());
      alarm(scene, "raised", "");
      alarm(scene, "shelved", ",'by':'wong'");
      scene.pass(120, "l3", "RUNNING");
      assertThat(scene.messages()).isEmpty();
    }
  }

  @Test
  void tellsOfAGapInPartsWithItsLimit() throws Exception {
    try (Scene scene = new Scene(folder, Scene.rule(When.GAP, Duration.ofMinutes(1), null))) {
      for (int i = 0; i < 30; i++) {
        scene.state("l3", "RUNNING", scene.time.now());
        scene.hear(
            "acme/dongguan/molding/l3/_/kpi/shift",
            "{'v':1,'gw':'gw-01','t':%d,'good':100,'target':1000,'targetNow':180,'coverage':1}"
                .formatted(scene.time.now()));
        scene.pass(5);
      }
      List<Notice> told = scene.messages();
      assertThat(told).hasSize(1);
      assertThat(new Wording("zh-Hant", null).letter(told.getFirst()).text())
          .contains("注塑 l3：落後目標 80 件")
          .contains("限值：50 件");
    }
  }

  @Test
  void aStaleLineIsToldAsSilentNotAsStopped() throws Exception {
    Rule offline = Scene.rule(When.OFFLINE, FIVE, null);
    try (Scene scene = new Scene(folder, offline, Scene.rule(When.STOP, FIVE, null))) {
      scene.pass(60, "l3", "STOPPED");
      scene.pass(500);
      List<Notice> told = scene.messages();
      assertThat(told).hasSize(1);
      assertThat(told.getFirst().items().getFirst().rule()).isEqualTo("offline");
    }
  }

  @Test
  void forgetsIncidentsWhoseRuleIsGone() throws Exception {
    try (Scene scene = new Scene(folder, Scene.rule(When.STOP, FIVE, null))) {
      scene.pass(350, "l3", "STOPPED");
      assertThat(scene.kinds()).containsExactly("raised");
      scene.config = NotifyConfig.NONE;
      scene.restart();
      assertThat(scene.watch.incidents()).isEmpty();
      assertThat(scene.ledger.incidents()).isEmpty();
    }
  }
}
