package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.ClockEvent;
import io.gemba.cloud.spi.DeviceMeta;
import io.gemba.cloud.spi.GapEvent;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.LineStatus;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.cloud.spi.ShiftKpi;
import io.gemba.cloud.spi.Skew;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonCodecTest {
  private final JsonCodec codec = new JsonCodec(Given.GATEWAY, false);

  @Test
  void writesABatchAsTheContractHasIt() throws IOException {
    Batch batch =
        new Batch(
            Given.PRESS,
            "5f1c",
            88124,
            List.of(
                Sample.good("oil-temp", new Value.Real32(61.4f), Given.NOW),
                new Sample(
                    "speed",
                    Value.of(1180),
                    Quality.UNCERTAIN,
                    1083179008,
                    Given.NOW.plusMillis(12))),
            false,
            true);
    Message message = codec.encode(batch);
    assertThat(message.topic()).isEqualTo("gemba1/acme/dongguan/molding/l3/press1/tag/press1");
    assertThat(message.retained()).isFalse();
    assertThat(text(message))
        .isEqualTo(
            """
            {"v":1,"journal":"5f1c","seq":88124,"samples":[\
            {"n":"oil-temp","t":1795415519800,"v":61.4},\
            {"n":"speed","t":1795415519812,"v":1180,"q":"uncertain","sc":1083179008}]}""");
  }

  @Test
  void marksABacklogByItsTopicAndAnUnsetClockInTheMessage() throws IOException {
    Batch batch =
        new Batch(
            Given.PRESS,
            "5f1c",
            1,
            List.of(Sample.bad("oil-temp", 0x808A0000L, Given.NOW)),
            true,
            false);
    Message message = codec.encode(batch);
    assertThat(message.topic()).isEqualTo("gemba1/acme/dongguan/molding/l3/press1/hist/press1");
    assertThat(text(message))
        .isEqualTo(
            """
            {"v":1,"journal":"5f1c","seq":1,"clock":"unsynced","samples":[\
            {"n":"oil-temp","t":1795415519800,"v":null,"q":"bad","sc":2156527616}]}""");
  }

  @Test
  void keepsEveryBitOfEveryShapeOfValue() throws IOException {
    assertThat(written(Value.of(true))).isEqualTo("true");
    assertThat(written(Value.of(Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
    assertThat(written(new Value.UInt(-1))).isEqualTo("18446744073709551615");
    assertThat(written(new Value.UInt(7))).isEqualTo("7");
    assertThat(written(Value.of(61.4))).isEqualTo("61.4");
    assertThat(written(new Value.Real32(61.4f))).isEqualTo("61.4");
    assertThat(written(new Value.Real32(Float.MIN_VALUE))).isEqualTo("1.4E-45");
    assertThat(written(Value.of(2e-3))).isEqualTo("0.002");
    assertThat(written(Value.of(2.0E23))).as("shortest since JDK 19").isEqualTo("2.0E23");
    assertThat(written(Value.of(-0.0))).isEqualTo("-0.0");
    assertThat(written(Value.of(Double.NaN))).isEqualTo("\"NaN\"");
    assertThat(written(Value.of(Double.POSITIVE_INFINITY))).isEqualTo("\"Infinity\"");
    assertThat(written(new Value.Real32(Float.NEGATIVE_INFINITY))).isEqualTo("\"-Infinity\"");
    assertThat(written(Value.of("注塑 \"3\"\n"))).isEqualTo("\"注塑 \\\"3\\\"\\n\"");
    assertThat(written(new Value.Time(Instant.parse("2026-11-23T19:47:17.250Z"))))
        .isEqualTo("\"2026-11-23T19:47:17.250Z\"");
    assertThat(written(new Value.Bytes(new byte[] {0, -1, 16}))).isEqualTo("\"AP8Q\"");
    assertThat(written(Value.NONE)).isEqualTo("null");
    assertThat(written(new Value.Items(List.of(Value.of(1), Value.of("a"), Value.NONE))))
        .isEqualTo("[1,\"a\",null]");
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("b", Value.of(1.5));
    fields.put("a", new Value.Items(List.of()));
    assertThat(written(new Value.Fields(fields))).isEqualTo("{\"b\":1.5,\"a\":[]}");
  }

  @Test
  void numbersComeBackAsTheyWere() throws IOException {
    for (double value : new double[] {0.1, 1 / 3.0, Math.PI * 1e-300, Double.MAX_VALUE, 5e-324}) {
      assertThat(read(Value.of(value)).doubleValue()).isEqualTo(value);
    }
    for (float value : new float[] {0.1f, 1 / 3f, Float.MAX_VALUE, 16_777_217f}) {
      assertThat(Float.parseFloat(written(new Value.Real32(value)))).isEqualTo(value);
    }
    assertThat(read(new Value.UInt(Long.MIN_VALUE)).bigIntegerValue())
        .isEqualTo(BigInteger.TWO.pow(63));
  }

  /** Jackson refuses to write a lone surrogate, and its whole batch with it. */
  @Test
  void replacesTextThatUtf8CannotHold() throws IOException {
    assertThat(written(Value.of("a\uD800b"))).isEqualTo("\"a\uFFFDb\"");
    assertThat(written(Value.of("ok 😀"))).isEqualTo("\"ok 😀\"");
    assertThat(written(Value.of("\uDC00"))).isEqualTo("\"\uFFFD\"");
  }

  @Test
  void putsAClockBeyondTheScaleAtItsEnd() throws IOException {
    assertThat(text(codec.encode(one(new Sample("p", Value.of(1), Quality.GOOD, 0, Instant.MAX)))))
        .contains("\"t\":9223372036854775807");
    assertThat(text(codec.encode(one(new Sample("p", Value.of(1), Quality.GOOD, 0, Instant.MIN)))))
        .contains("\"t\":-9223372036854775808");
  }

  @Test
  void keepsTheGatewaysTimeWhereTheMachineDisagrees() throws IOException {
    BitSet second = new BitSet();
    second.set(1);
    Batch batch =
        new Batch(
            Given.PRESS,
            "5f1c",
            7,
            List.of(
                Sample.good("oil-temp", Value.of(61.4), Given.NOW),
                Sample.good("plc-temp", Value.of(60), Given.NOW.minusSeconds(3600))),
            false,
            false,
            new Skew(Given.NOW.plusMillis(250), second));
    assertThat(text(codec.encode(batch)))
        .isEqualTo(
            """
            {"v":1,"journal":"5f1c","seq":7,"clock":"unsynced","samples":[\
            {"n":"oil-temp","t":1795415519800,"v":61.4},\
            {"n":"plc-temp","t":1795411919800,"v":60,"g":1795415520050}]}""");
  }

  @Test
  void tellsHowTimesThatLeftAreToBePutRight() throws IOException {
    Message message =
        codec.encode(
            new ClockEvent(
                Given.PRESS,
                "5f1c",
                "0b7e",
                ClockEvent.Kind.SET,
                1,
                880,
                Duration.ofDays(3),
                Given.NOW.minus(Duration.ofDays(3)),
                Given.NOW));
    assertThat(message.topic()).isEqualTo("gemba1/acme/dongguan/molding/l3/press1/event/clock");
    assertThat(message.retained()).isFalse();
    assertThat(text(message))
        .isEqualTo(
            """
            {"v":1,"journal":"5f1c","device":"press1","boot":"0b7e","kind":"set","from":1,"to":880,\
            "offset":259200000,"t0":1795156319800,"t1":1795415519800}""");
  }

  @Test
  void namesWhatWasLost() throws IOException {
    Message message =
        codec.encode(
            new GapEvent(
                Given.PRESS,
                "5f1c",
                900,
                940,
                Given.NOW,
                Given.NOW.plusMillis(5),
                "buffer-full",
                41,
                null));
    assertThat(message.topic()).isEqualTo("gemba1/acme/dongguan/molding/l3/press1/event/gap");
    assertThat(message.retained()).isFalse();
    assertThat(text(message))
        .isEqualTo(
            """
            {"v":1,"journal":"5f1c","device":"press1","from":900,"to":940,"t0":1795415519800,\
            "t1":1795415519805,"cause":"buffer-full","lost":41}""");
    assertThat(
            text(
                codec.encode(
                    new GapEvent(
                        Given.PRESS,
                        "5f1c",
                        1,
                        0,
                        Given.NOW,
                        Given.NOW,
                        "queue-overflow",
                        -1,
                        "speed"))))
        .endsWith("\"cause\":\"queue-overflow\",\"lost\":null,\"point\":\"speed\"}");
  }

  @Test
  void describesADevice() throws IOException {
    Message message =
        codec.encode(
            new DeviceMeta(
                Given.PRESS,
                "opcua",
                List.of(
                    new DeviceMeta.Point(
                        "oil-temp", "real", "CEL", false, Map.of("zh-Hant", "油溫", "en", "Oil")),
                    new DeviceMeta.Point("setpoint", null, null, true, Map.of()))));
    assertThat(message.topic()).isEqualTo("gemba1/acme/dongguan/molding/l3/press1/meta/press1");
    assertThat(message.retained()).isTrue();
    assertThat(text(message))
        .isEqualTo(
            """
            {"v":1,"gw":"gw-01","device":"press1","adapter":"opcua","points":{\
            "oil-temp":{"type":"real","unit":"CEL","writable":false,\
            "name":{"en":"Oil","zh-Hant":"油溫"}},\
            "setpoint":{"type":null,"unit":null,"writable":true,"name":{}}}}""");
  }

  @Test
  void saysHowTheGatewayIs() throws IOException {
    Message message = codec.encode(Given.BIRTH);
    assertThat(message.topic()).isEqualTo(Given.STATUS_TOPIC);
    assertThat(message.retained()).isTrue();
    assertThat(text(message))
        .isEqualTo(
            """
            {"v":1,"state":"online","t":1795415519800,"version":"0.1.0","journal":"5f1c",\
            "clock":"synced","backlog":12,"gaps":3}""");
    assertThat(text(codec.encode(new GatewayStatus(Given.NOW, "0.1.0", "5f1c", false, 0, 0))))
        .contains("\"clock\":\"unsynced\"");
    GatewayStatus.Card worn = new GatewayStatus.Card(OptionalDouble.of(7.26), OptionalInt.of(20));
    assertThat(text(codec.encode(new GatewayStatus(Given.NOW, "0.1.0", "5f1c", true, 12, 3, worn))))
        .endsWith("\"gaps\":3,\"card\":{\"years\":7.3,\"usedPercent\":20}}");
    assertThat(text(codec.will())).isEqualTo("{\"v\":1,\"state\":\"offline\"}");
    assertThat(codec.will().retained()).isTrue();
  }

  @Test
  void saysWhatALineDoes() throws IOException {
    Message message = codec.encode(line("molding/l3", null));
    assertThat(message.topic()).isEqualTo("gemba1/acme/dongguan/molding/l3/_/state/line");
    assertThat(message.retained()).isTrue();
    assertThat(text(message))
        .isEqualTo(
            """
            {"v":1,"gw":"gw-01","t":1795415519800,"state":"RUNNING","slow":false,\
            "since":1795415518800,"cause":null,"name":{"en":"Moulding 3"},\
            "timezone":"Asia/Shanghai"}""");
  }

  @Test
  void withholdsAFigureRatherThanGuess() throws IOException {
    Message message = codec.encode(kpi("molding/l3"));
    assertThat(message.topic()).isEqualTo("gemba1/acme/dongguan/molding/l3/_/kpi/shift");
    assertThat(message.retained()).isTrue();
    assertThat(text(message))
        .isEqualTo(
            """
            {"v":1,"gw":"gw-01","t":1795415519800,\
            "shift":{"from":1795415519800,"to":1795458719800},\
            "good":1204,"reject":3,"produced":1207,"target":2400,"targetNow":null,"oee":null,\
            "availability":0.93,"performance":null,"quality":0.9975,"coverage":0.875,\
            "idealCycleMs":16000,"cycleMs":null,\
            "inputs":{"aptMs":3600000,"pbtMs":7200000,"knownMs":6300000},\
            "stops":{"n":3,"minor":1,"ms":1200000,"unexplainedMs":300000,\
            "faults":2,"faultMs":720000,"mtbfMs":1800000.0,"mttrMs":360000.0},\
            "energyKwh":120.4,"energyPerGood":0.1}""");
  }

  @Test
  void neverUsesMoreThanSevenSlashes() throws IOException {
    Batch live = one(Sample.good("p", Value.of(1), Given.NOW));
    Batch backlog = new Batch(Given.PRESS, "5f1c", 1, live.samples(), true, true);
    GapEvent gap = new GapEvent(Given.PRESS, "j", 1, 2, Given.NOW, Given.NOW, "c", 2, null);
    DeviceMeta meta = new DeviceMeta(Given.PRESS, "opcua", List.of());
    List<Outgoing> all =
        List.of(live, backlog, gap, meta, Given.BIRTH, line("a/b", "c"), kpi("a/b"));
    for (Outgoing message : all) {
      String topic = codec.encode(message).topic();
      assertThat(topic.chars().filter(c -> c == '/').count()).as(topic).isLessThanOrEqualTo(7);
      assertThat(topic).startsWith("gemba1/acme/dongguan/");
    }
  }

  private static LineStatus line(String line, @Nullable String cause) {
    return new LineStatus(
        line,
        Given.NOW,
        LineStatus.State.RUNNING,
        false,
        Given.NOW.minusSeconds(1),
        cause,
        Map.of("en", "Moulding 3"),
        ZoneId.of("Asia/Shanghai"));
  }

  private static ShiftKpi kpi(String line) {
    return new ShiftKpi(
        line,
        Given.NOW,
        Given.NOW,
        Given.NOW.plus(Duration.ofHours(12)),
        OptionalLong.of(1204),
        OptionalLong.of(3),
        OptionalLong.of(2400),
        OptionalLong.empty(),
        OptionalDouble.of(0.93),
        OptionalDouble.of(Double.NaN),
        OptionalDouble.of(0.9975),
        OptionalDouble.empty(),
        OptionalDouble.of(0.875),
        Duration.ofSeconds(16),
        Duration.ZERO,
        Duration.ofHours(1),
        Duration.ofHours(2),
        Duration.ofMinutes(105),
        new ShiftKpi.Stops(
            3, 1, Duration.ofMinutes(20), Duration.ofMinutes(5), 2, Duration.ofMinutes(12)),
        OptionalDouble.of(120.4));
  }

  private static Batch one(Sample sample) {
    return new Batch(Given.PRESS, "5f1c", 1, List.of(sample), false, true);
  }

  private String written(Value value) throws IOException {
    String text = text(codec.encode(one(Sample.good("p", value, Given.NOW))));
    new ObjectMapper().readTree(text);
    return text.replaceFirst(".*\"t\":1795415519800,\"v\":", "").replaceFirst("}]}$", "");
  }

  private JsonNode read(Value value) throws IOException {
    return new ObjectMapper().readTree(written(value));
  }

  private static String text(Message message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }
}
