package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.AlarmConfig.Deviation;
import io.gemba.agent.core.config.AlarmConfig.High;
import io.gemba.agent.core.config.AlarmConfig.Rate;
import io.gemba.agent.core.config.AlarmConfig.Silence;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.cloud.spi.AlarmDefinition.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alarms, and the reasons that people may give for stops. */
class AlarmSectionsTest {
  @TempDir Path folder;

  private static final String PLANT =
      """
      gateway: { enterprise: acme, site: dongguan, id: gw-01 }
      devices:
        andon:
          adapter: gpio
          place: molding/l3/andon
          points: { parts: { line: 17 }, oil: { line: 18, unit: CEL }, set: { line: 19 } }
      lines:
        molding/l3: { state: { from: counter }, good: andon/parts%s }
      """;

  @Test
  void readsAlarmsOfAllKinds() throws Exception {
    AgentConfig config =
        load(
            """
            alarms:
              oil-hot: { point: andon/oil, high: 90, hysteresis: 5, on-delay: 10s, severity: critical, name: { en: Oil hot, zh-Hans: 油温高 } }
              oil-jump: { point: andon/oil, rate: 5, within: 1min, off-delay: 0s }
              oil-off: { point: andon/oil, deviation: 3, from: andon/set }
              oil-far: { point: andon/oil, deviation: 3, from: "60.5" }
              dead: { point: andon/parts, silence: 5min, severity: info }
            """);
    List<AlarmConfig> alarms = config.alarms();
    assertThat(alarms).hasSize(5);
    AlarmConfig hot = alarms.getFirst();
    assertThat(hot.condition()).isEqualTo(new High(90));
    assertThat(hot.hysteresis()).isEqualTo(5);
    assertThat(hot.onDelay()).isEqualTo(Duration.ofSeconds(10));
    assertThat(hot.offDelay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(hot.unit()).isEqualTo("CEL");
    assertThat(hot.line()).isEqualTo("molding/l3");
    assertThat(hot.definition().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(hot.definition().names()).isEqualTo(Map.of("en", "Oil hot", "zh-Hans", "油温高"));
    assertThat(alarms.get(1).condition()).isEqualTo(new Rate(5, Duration.ofMinutes(1)));
    assertThat(alarms.get(2).condition())
        .isEqualTo(new Deviation(3, Optional.of(new PointRef("andon", "set")), 0));
    assertThat(alarms.get(3).condition()).isEqualTo(new Deviation(3, Optional.empty(), 60.5));
    assertThat(alarms.get(4).condition()).isEqualTo(new Silence(Duration.ofMinutes(5)));
    assertThat(alarms.get(4).unit()).isEqualTo("SEC");
    assertThat(config.lineNames()).containsExactly("molding/l3");
  }

  @Test
  void saysWhatIsWrongWithEachAlarm() throws Exception {
    assertThat(
            problems(
                """
                alarms:
                  a: { point: andon/oli, high: 90 }
                  b: { point: andon/oil }
                  c: { point: andon/oil, high: 90, low: 5 }
                  d: { point: andon/oil, hihg: 90 }
                  e: { point: andon/oil, rate: 5 }
                  f: { point: andon/oil, deviation: 5, from: andon/sett }
                  g: { point: andon/oil, deviation: 5, from: 1, hysteresis: 5 }
                  h: { point: andon/oil, high: 5, within: 1min }
                  I: { point: andon/oil, silence: 1s }
                  j: { high: 5, severity: bad }
                """))
        .containsExactly(
            "10:15: the device 'andon' has no point 'oli' — did you mean 'oil'?",
            "11:3: nothing says when this alarm is raised — add one of high, low, rate, deviation, silence",
            "12:41: an alarm watches one thing, and this one has high and low — make an alarm of its own for each",
            "13:26: unknown key 'hihg' — did you mean 'high'?",
            "14:32: in what time is missing — add 'within: 1min'",
            "15:46: the device 'andon' has no point 'sett' — did you mean 'set'?",
            "16:61: with a hysteresis of '5' it never clears — write less than 5",
            "17:43: 'within' has no effect without 'rate' — add 'rate:' or leave it out",
            "18:3: 'I' may hold only a-z, 0-9 and '-', at most 64 characters — write i",
            "18:35: 'silence' is out of range: '1s' — write 15s to 30d",
            "19:3: the key 'point' is missing in 'j' — add 'point:' (What is watched, as device/point)",
            "19:27: 'severity' cannot be 'bad' — known are: critical, info, warning");
  }

  @Test
  void reasonsAreBuiltInOrOnesOwnInOneTextOrInThreeLanguages() throws Exception {
    List<Reason> builtIn = load("").lines().getFirst().reasons();
    assertThat(Reason.ids(builtIn)).hasSize(11).contains("tool-change", "no-material");
    assertThat(builtIn).allMatch(reason -> reason.names().size() == 3);
    List<Reason> own =
        load("reasons: { jam: Jam, tool: { en: Tool change, zh-Hant: 換模, zh-Hans: 换模 } }\n")
            .lines()
            .getFirst()
            .reasons();
    assertThat(own)
        .containsExactly(
            new Reason("jam", Map.of("en", "Jam", "zh-Hant", "Jam", "zh-Hans", "Jam")),
            new Reason("tool", Map.of("en", "Tool change", "zh-Hant", "換模", "zh-Hans", "换模")));
  }

  @Test
  void aLineMayNarrowTheReasons() throws Exception {
    String narrow = ", reasons: [quality, setup]";
    assertThat(Reason.ids(load("", narrow).lines().getFirst().reasons()))
        .containsExactly("quality", "setup");
    assertThat(new ConfigFolder(folder).problems(PLANT.formatted(", reasons: [qualty]")))
        .containsExactly("8:72: there is no reason 'qualty' — did you mean 'quality'?");
    assertThat(problems("reasons: { Tool Change: x }\n"))
        .containsExactly(
            "9:12: 'Tool Change' may hold only a-z, 0-9 and '-', at most 64 characters — write tool-change");
  }

  private AgentConfig load(String more, String... line) throws Exception {
    return new ConfigFolder(folder).load(PLANT.formatted(line.length == 0 ? "" : line[0]) + more);
  }

  private List<String> problems(String more) throws Exception {
    return new ConfigFolder(folder).problems(PLANT.formatted("") + more);
  }
}
