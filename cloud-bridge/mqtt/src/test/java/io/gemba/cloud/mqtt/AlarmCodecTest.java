package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.spi.Alarm;
import io.gemba.cloud.spi.Alarm.State;
import io.gemba.cloud.spi.AlarmDefinition;
import io.gemba.cloud.spi.AlarmDefinition.Kind;
import io.gemba.cloud.spi.AlarmDefinition.Severity;
import io.gemba.cloud.spi.AlarmNews;
import io.gemba.cloud.spi.AlarmStatus;
import io.gemba.cloud.spi.LineMeta;
import io.gemba.cloud.spi.LineStatus;
import io.gemba.cloud.spi.Outgoing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What a console learns of alarms and reasons. */
class AlarmCodecTest {
  private static final AlarmDefinition HOT =
      new AlarmDefinition(
          "oil-hot",
          Map.of("en", "Oil hot", "zh-Hans", "油温高"),
          Severity.CRITICAL,
          Kind.HIGH,
          Given.PRESS,
          "oil-temp");
  private final JsonCodec codec = new JsonCodec(Given.GATEWAY, false);

  private static Alarm alarm(State state) {
    return new Alarm(
        HOT,
        state,
        Given.NOW.minusSeconds(1),
        OptionalDouble.of(91.4),
        90,
        "CEL",
        true,
        "wong",
        "on my way",
        Given.NOW.plusSeconds(3600));
  }

  private String body(Outgoing message) throws IOException {
    return new String(codec.encode(message).payload(), StandardCharsets.UTF_8);
  }

  @Test
  void anAlarmThatChangesIsToldOnceInTheCellOfItsDevice() throws IOException {
    AlarmNews news = new AlarmNews(Given.NOW, alarm(State.ACKNOWLEDGED));
    assertThat(codec.encode(news).topic())
        .isEqualTo("gemba1/acme/dongguan/molding/l3/press1/event/alarm");
    assertThat(codec.encode(news).retained()).isFalse();
    assertThat(body(news))
        .isEqualTo(
            """
            {"v":1,"gw":"gw-01","t":1795415519800,"alarm":"oil-hot",\
            "name":{"en":"Oil hot","zh-Hans":"油温高"},"severity":"critical",\
            "device":"press1","point":"oil-temp","kind":"high","state":"acknowledged",\
            "since":1795415518800,"value":91.4,"limit":90.0,"unit":"CEL","acknowledged":true,\
            "by":"wong","comment":"on my way","shelvedUntil":1795419119800}""");
  }

  @Test
  void whatStandsIsRetainedAtTheLine() throws IOException {
    AlarmStatus status =
        new AlarmStatus(
            "molding/l3",
            Given.NOW,
            List.of(alarm(State.RAISED)),
            Map.of("oil-low", "press1/oil is bad"));
    assertThat(codec.encode(status).topic())
        .isEqualTo("gemba1/acme/dongguan/molding/l3/_/state/alarms");
    assertThat(codec.encode(status).retained()).isTrue();
    assertThat(body(status))
        .contains("\"active\":[{\"alarm\":\"oil-hot\"")
        .contains("\"state\":\"raised\"")
        .contains("\"ackBy\":\"wong\"")
        .endsWith("],\"blind\":{\"oil-low\":\"press1/oil is bad\"}}");
  }

  @Test
  void theCatalogueAndTheAlarmsOfALineAreRetained() throws IOException {
    LineMeta meta =
        new LineMeta(
            "molding/l3",
            Given.NOW,
            Map.of("en", "Moulding 3"),
            ZoneId.of("Asia/Shanghai"),
            List.of(new LineMeta.Reason("setup", Map.of("en", "Set-up"))),
            List.of(HOT));
    assertThat(codec.encode(meta).topic()).isEqualTo("gemba1/acme/dongguan/molding/l3/_/meta/line");
    assertThat(codec.encode(meta).retained()).isTrue();
    assertThat(body(meta))
        .isEqualTo(
            """
            {"v":1,"t":1795415519800,"name":{"en":"Moulding 3"},"timezone":"Asia/Shanghai",\
            "gateway":"gw-01","reasons":[{"id":"setup","name":{"en":"Set-up"}}],\
            "alarms":[{"id":"oil-hot","name":{"en":"Oil hot","zh-Hans":"油温高"},\
            "severity":"critical","device":"press1","point":"oil-temp","kind":"high"}]}""");
  }

  @Test
  void theStateOfALineCarriesTheReasonOfItsStop() throws IOException {
    LineStatus stopped =
        new LineStatus(
            "molding/l3",
            Given.NOW,
            LineStatus.State.STOPPED,
            false,
            Given.NOW,
            null,
            Map.of(),
            ZoneId.of("Asia/Shanghai"),
            "tool-change");
    assertThat(body(stopped)).endsWith("\"reason\":\"tool-change\"}");
  }
}
