package io.gemba.cloud.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.gemba.cloud.spi.AlarmNews;
import io.gemba.cloud.spi.AlarmStatus;
import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.ClockEvent;
import io.gemba.cloud.spi.DeviceMeta;
import io.gemba.cloud.spi.GapEvent;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.LineMeta;
import io.gemba.cloud.spi.LineStatus;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.cloud.spi.ShiftKpi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** The unified namespace as JSON: one shape per kind of topic, version 1. */
final class JsonCodec implements Codec {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();
  private static final int VERSION = 1;

  private final GatewayId gateway;
  private final Topics topics;
  private final SampleWriter samples = new SampleWriter();
  private final Payload payload;

  /**
   * A codec for one session.
   *
   * @param deflate whether payloads that gain from it are compressed
   */
  JsonCodec(GatewayId gateway, boolean deflate) {
    this.gateway = gateway;
    this.topics = new Topics(gateway);
    this.payload = new Payload(deflate);
  }

  @Override
  public Message encode(Outgoing message) throws IOException {
    String topic = topic(message);
    payload.reset();
    try (JsonGenerator json = JSON.createGenerator(payload)) {
      json.writeStartObject();
      json.writeNumberField("v", VERSION);
      switch (message) {
        case Batch batch -> write(json, batch);
        case GapEvent gap -> write(json, gap);
        case ClockEvent clock -> write(json, clock);
        case DeviceMeta meta -> StatementWriter.write(json, gateway, meta);
        case GatewayStatus status -> StatementWriter.write(json, status);
        case LineMeta line -> StatementWriter.write(json, gateway, line);
        case LineStatus line -> StatementWriter.write(json, gateway, line);
        case AlarmStatus alarms -> StatementWriter.write(json, gateway, alarms);
        case AlarmNews news -> write(json, news);
        case ShiftKpi kpi -> StatementWriter.write(json, gateway, kpi);
      }
      json.writeEndObject();
    }
    return payload.message(topic, Topics.retained(message));
  }

  private String topic(Outgoing message) {
    return switch (message) {
      case Batch batch -> topics.samples(batch.device(), batch.backlog());
      case GapEvent gap -> topics.gap(gap.device());
      case ClockEvent clock -> topics.clock(clock.device());
      case DeviceMeta meta -> topics.meta(meta.device());
      case GatewayStatus status -> topics.status();
      case LineMeta line -> topics.lineMeta(line.line());
      case LineStatus line -> topics.lineState(line.line());
      case AlarmStatus alarms -> topics.alarms(alarms.line());
      case AlarmNews news -> topics.alarm(news.alarm().definition().device());
      case ShiftKpi kpi -> topics.shiftKpi(kpi.line());
    };
  }

  private void write(JsonGenerator json, Batch batch) throws IOException {
    json.writeStringField("journal", batch.journal());
    json.writeNumberField("seq", batch.firstSeq());
    if (!batch.clockSynced()) {
      json.writeStringField("clock", "unsynced");
    }
    json.flush(); // the rest is written beside the generator, which then closes the object
    samples.write(payload, batch.samples(), batch.skew());
  }

  private static void write(JsonGenerator json, GapEvent gap) throws IOException {
    json.writeStringField("journal", gap.journal());
    json.writeStringField("device", gap.device().name());
    json.writeNumberField("from", gap.from());
    json.writeNumberField("to", gap.to());
    json.writeNumberField("t0", Millis.of(gap.start()));
    json.writeNumberField("t1", Millis.of(gap.end()));
    json.writeStringField("cause", gap.cause());
    json.writeFieldName("lost");
    if (gap.lost() < 0) {
      json.writeNull();
    } else {
      json.writeNumber(gap.lost());
    }
    if (gap.point() != null) {
      json.writeStringField("point", gap.point());
    }
  }

  private static void write(JsonGenerator json, ClockEvent clock) throws IOException {
    json.writeStringField("journal", clock.journal());
    json.writeStringField("device", clock.device().name());
    json.writeStringField("boot", clock.boot());
    json.writeStringField("kind", word(clock.kind()));
    json.writeNumberField("from", clock.from());
    json.writeNumberField("to", clock.to());
    json.writeNumberField("offset", clock.offset().toMillis());
    json.writeNumberField("t0", Millis.of(clock.before()));
    json.writeNumberField("t1", Millis.of(clock.after()));
  }

  private void write(JsonGenerator json, AlarmNews news) throws IOException {
    json.writeStringField("gw", gateway.id());
    json.writeNumberField("t", Millis.of(news.at()));
    AlarmWriter.write(json, news.alarm());
  }

  @Override
  public Message will() {
    return plain("{\"v\":1,\"state\":\"offline\"}");
  }

  @Override
  public Message offline(Instant at, String reason) {
    Payload own = new Payload(false); // may be called beside the sending thread
    try (JsonGenerator json = JSON.createGenerator(own)) {
      json.writeStartObject();
      json.writeNumberField("v", VERSION);
      json.writeStringField("state", "offline");
      json.writeNumberField("t", Millis.of(at));
      json.writeStringField("reason", reason);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array cannot fail
    }
    return own.message(topics.status(), true);
  }

  private Message plain(String text) {
    return new Message(topics.status(), text.getBytes(StandardCharsets.UTF_8), true, false);
  }

  /** The wire's word for a constant: lower case. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
