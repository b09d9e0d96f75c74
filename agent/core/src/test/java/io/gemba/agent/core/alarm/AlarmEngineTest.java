package io.gemba.agent.core.alarm;

import static io.gemba.agent.core.alarm.AlarmBench.alarm;
import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.command.LineRequest.Deed;
import io.gemba.agent.core.config.AlarmConfig.Deviation;
import io.gemba.agent.core.config.AlarmConfig.High;
import io.gemba.agent.core.config.AlarmConfig.Low;
import io.gemba.agent.core.config.AlarmConfig.Rate;
import io.gemba.agent.core.config.AlarmConfig.Silence;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.cloud.spi.Alarm.State;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlarmEngineTest {
  private final AlarmBench bench = new AlarmBench(alarm(new High(90), 5, 3_000, 2_000));

  @Test
  void isRaisedAfterItsDelayAndClearsAfterItsHysteresisAndDelay() {
    bench.sees(80).until(1_000).sees(91).until(3_500).sees(89).until(5_000);
    assertThat(bench.story()).as("it did not hold long enough").isEmpty();
    bench.sees(92).until(9_000).sees(86).until(20_000);
    assertThat(bench.story()).as("not far enough back").containsExactly("8000 raised");
    bench.sees(85).until(30_000);
    assertThat(bench.story()).containsExactly("8000 raised", "22000 cleared");
    assertThat(bench.status().active())
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.state()).isEqualTo(State.CLEARED);
              assertThat(alarm.acknowledged()).isFalse();
            });
    assertThat(bench.asks(Deed.ACKNOWLEDGE, Duration.ZERO)).isNull();
    assertThat(bench.status().active()).isEmpty();
    assertThat(bench.remembered).isEmpty();
  }

  @Test
  void tellsWhatTheContractSays() {
    bench.sees(91.5).until(5_000);
    Sample fact = bench.facts.getFirst();
    assertThat(fact.point()).isEqualTo("alarm");
    assertThat(fact.value().toString())
        .contains("alarm=Text[value=oil-hot]")
        .contains("severity=Text[value=critical]")
        .contains("kind=Text[value=high]")
        .contains("device=Text[value=press1]")
        .contains("point=Text[value=temp]")
        .contains("value=Real[value=91.5]")
        .contains("limit=Real[value=90.0]")
        .contains("unit=Text[value=CEL]");
  }

  @Test
  void aBadValueNeitherRaisesNorClearsAndIsSaid() {
    bench.sees(95).until(2_000).isBad().until(20_000);
    assertThat(bench.story()).as("nobody knows whether it held").isEmpty();
    assertThat(bench.status().blind()).containsEntry("oil-hot", "press1/temp is bad");
    bench.sees(95).until(30_000).isBad().until(60_000);
    assertThat(bench.story()).containsExactly("23000 raised");
    assertThat(bench.status().active()).hasSize(1);
    bench.sees(50).until(70_000);
    assertThat(bench.story()).containsExactly("23000 raised", "62000 cleared");
    assertThat(bench.status().blind()).isEmpty();
  }

  @Test
  void aLowLimitIsTheMirrorOfAHighOne() {
    AlarmBench low = new AlarmBench(alarm(new Low(10), 2, 0, 0));
    low.sees(11).sees(9).until(1_000).sees(11).until(2_000).sees(12).until(3_000);
    assertThat(low.story()).containsExactly("0 raised", "2000 cleared");
    AlarmBench contact = new AlarmBench(alarm(new High(0.5), 0, 0, 0));
    contact.sees(Sample.good("temp", Value.of(true), contact.at(0)));
    assertThat(contact.story()).as("a contact that is closed").containsExactly("0 raised");
  }

  @Test
  void aRateIsAChangeWithinATimeUpOrDown() {
    AlarmBench rate = new AlarmBench(alarm(new Rate(5, Duration.ofSeconds(10)), 0, 0, 0));
    rate.sees(20).until(5_000).sees(24).until(12_000).sees(27).until(14_999);
    assertThat(rate.story()).containsExactly("12000 raised");
    rate.until(16_000);
    assertThat(rate.story())
        .as("20 held until 5 s")
        .containsExactly("12000 raised", "15000 cleared");
    rate.sees(10).until(40_000);
    assertThat(rate.story()).hasSize(4).element(2).isEqualTo("16000 raised");
    rate.isBad().until(41_000).sees(99).until(42_000);
    assertThat(rate.story()).as("nobody knows what was between").hasSize(4);
  }

  @Test
  void aDeviationIsFromANumberOrFromAPoint() {
    AlarmBench fixed = new AlarmBench(alarm(new Deviation(3, Optional.empty(), 60), 0, 0, 0));
    fixed.sees(62).until(1_000).sees(56.5).until(2_000).sees(59).until(3_000);
    assertThat(fixed.story()).containsExactly("1000 raised", "2000 cleared");
    PointRef setpoint = new PointRef("press1", "setpoint");
    AlarmBench moving = new AlarmBench(alarm(new Deviation(3, Optional.of(setpoint), 0), 0, 0, 0));
    moving.sees(62).until(1_000);
    assertThat(moving.status().blind()).containsValue("press1/setpoint has said nothing yet");
    moving.sees(Sample.good("setpoint", Value.of(50), moving.at(1_000))).until(2_000);
    moving.sees(Sample.good("setpoint", Value.of(61), moving.at(2_000))).until(3_000);
    assertThat(moving.story()).containsExactly("1000 raised", "2000 cleared");
  }

  @Test
  void silenceIsRaisedByTimeAloneAndBadSamplesDoNotBreakIt() {
    AlarmBench quiet = new AlarmBench(alarm(new Silence(Duration.ofSeconds(20)), 0, 0, 0));
    quiet.until(10_000).sees(1).until(25_000).isBad().until(40_000);
    assertThat(quiet.story()).containsExactly("30000 raised");
    quiet.sees(1).until(41_000);
    assertThat(quiet.story()).containsExactly("30000 raised", "40000 cleared");
  }

  @Test
  void noDelayPassesByAStepOfTheClockAndNothingIsRaisedTwice() {
    bench.sees(95).until(1_000).step(Duration.ofDays(400)).until(2_000);
    assertThat(bench.story()).as("two seconds of three").isEmpty();
    bench.until(4_000);
    assertThat(bench.story()).hasSize(1).first().asString().endsWith("raised");
    bench.step(Duration.ofDays(-500)).until(5_000);
    assertThat(bench.status().active().getFirst().since())
        .as("moves with the clock it was dated by")
        .isBefore(AlarmBench.START);
    bench.sees(10).until(6_000).step(Duration.ofHours(1)).until(6_900);
    assertThat(bench.story()).hasSize(1);
    bench.until(9_000);
    assertThat(bench.story()).hasSize(2).last().asString().endsWith("cleared");
    AlarmBench quiet = new AlarmBench(alarm(new Silence(Duration.ofSeconds(20)), 0, 0, 0));
    quiet.until(5_000).step(Duration.ofHours(3)).until(19_000);
    assertThat(quiet.story()).isEmpty();
  }

  @Test
  void whatStandsSurvivesARestart() {
    bench.sees(95).until(5_000);
    bench.asks(Deed.ACKNOWLEDGE, Duration.ZERO);
    AlarmBench next = new AlarmBench(alarm(new High(90), 5, 3_000, 2_000));
    next.engine.restore(bench.remembered);
    next.until(10_000).sees(96).until(20_000);
    assertThat(next.story()).as("it is the same alarm").isEmpty();
    assertThat(next.status().active())
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.since()).isEqualTo(bench.at(3_000));
              assertThat(alarm.acknowledged()).isTrue();
              assertThat(alarm.by()).isEqualTo("wong");
            });
    next.sees(20).until(30_000);
    assertThat(next.story()).containsExactly("22000 cleared");
    assertThat(next.status().active()).isEmpty();
  }

  @Test
  void aShelvedAlarmIsWrittenDownButNotTold() {
    assertThat(bench.asks(Deed.SHELVE, Duration.ofMinutes(1))).isNull();
    bench.sees(95).until(20_000).sees(20).until(30_000).sees(95).until(50_000);
    assertThat(bench.heard()).containsExactly("shelved");
    assertThat(bench.story()).hasSize(4);
    assertThat(bench.status().active().getFirst().shelvedUntil()).isEqualTo(bench.at(60_000));
    bench.until(70_000);
    assertThat(bench.heard()).containsExactly("shelved", "unshelved");
    assertThat(bench.status().active().getFirst().state()).isEqualTo(State.RAISED);
    assertThat(bench.asks(Deed.UNSHELVE, Duration.ZERO)).contains("not shelved");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(bench.asks(Deed.ACKNOWLEDGE, Duration.ZERO)).contains("nothing to acknowledge");
    bench.sees(95).until(5_000);
    assertThat(bench.asks(Deed.ACKNOWLEDGE, Duration.ZERO)).isNull();
    assertThat(bench.asks(Deed.ACKNOWLEDGE, Duration.ZERO)).contains("already");
  }

  @Test
  void whatStandsIsStatedEveryFiveMinutesAlsoWhenItIsNothing() {
    bench.sees(20).until(1_000);
    int before = bench.stated.size();
    bench.until(901_000);
    assertThat(bench.stated).hasSize(before + 3);
  }
}
