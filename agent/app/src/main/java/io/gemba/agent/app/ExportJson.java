package io.gemba.agent.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gemba.agent.app.status.ValueJson;
import io.gemba.agent.core.journal.Entry;
import io.gemba.cloud.spi.Skew;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Locale;

/**
 * A JSON object a line: {@code kind} is sample, gap, clock or damaged; the other names are those of
 * MQTT.
 */
final class ExportJson implements Export.Rows {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Writer out;

  ExportJson(Writer out) {
    this.out = out;
  }

  private interface Line {
    void write(JsonGenerator json) throws IOException;
  }

  private void line(String kind, String device, Line line) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("kind", kind);
      json.writeStringField("device", device);
      line.write(json);
      json.writeEndObject();
    }
    out.append(text.getBuffer()).append('\n');
  }

  @Override
  public void sample(Entry.Block block, long seq, Sample sample, String setAside)
      throws IOException {
    line(
        "sample",
        block.device().name(),
        json -> {
          json.writeNumberField("seq", seq);
          json.writeStringField("n", sample.point());
          json.writeNumberField("t", sample.sourceTime().toEpochMilli());
          json.writeFieldName("v");
          ValueJson.write(json, sample.value());
          if (sample.quality() != Quality.GOOD) {
            json.writeStringField("q", sample.quality().name().toLowerCase(Locale.ROOT));
          }
          if (sample.statusCode() != 0) {
            json.writeNumberField("sc", sample.statusCode());
          }
          Skew skew = block.skew();
          if (skew != null && skew.concerns((int) (seq - block.firstSeq()))) {
            json.writeNumberField("g", skew.gateway().toEpochMilli());
          }
          if (!block.clockSynced()) {
            json.writeStringField("clock", "unsynced");
          }
          if (!setAside.isEmpty()) {
            json.writeStringField("setAside", setAside);
          }
        });
  }

  @Override
  public void gap(Entry.Gap gap) throws IOException {
    line(
        "gap",
        gap.device().name(),
        json -> {
          json.writeNumberField("from", gap.from());
          json.writeNumberField("to", gap.to());
          json.writeNumberField("t0", gap.start().toEpochMilli());
          json.writeNumberField("t1", gap.end().toEpochMilli());
          json.writeStringField("cause", gap.cause());
          json.writeNumberField("lost", gap.lost());
          if (gap.point() != null) {
            json.writeStringField("n", gap.point());
          }
        });
  }

  @Override
  public void clock(Entry.Clock clock) throws IOException {
    line(
        "clock",
        clock.device().name(),
        json -> {
          json.writeStringField("cause", clock.kind().name().toLowerCase(Locale.ROOT));
          json.writeStringField("boot", clock.boot());
          json.writeNumberField("from", clock.from());
          json.writeNumberField("to", clock.to());
          json.writeNumberField("offset", clock.offset().toMillis());
          json.writeNumberField("t0", clock.before().toEpochMilli());
          json.writeNumberField("t1", clock.after().toEpochMilli());
        });
  }

  @Override
  public void damaged(String device, long from, long count, String why) throws IOException {
    line(
        "damaged",
        device,
        json -> {
          json.writeNumberField("from", from);
          json.writeNumberField("to", from + count - 1);
          json.writeStringField("why", why);
        });
  }

  /** A value as JSON. */
  static String value(Value value) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      ValueJson.write(json, value);
    }
    return text.toString();
  }
}
