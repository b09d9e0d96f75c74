package io.gemba.cloud.mqtt;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes samples. This is where a gateway spends its time, so names are quoted and encoded once per
 * session, and nothing is allocated per sample but the digits of a floating-point number.
 */
final class SampleWriter {
  private static final SerializedString SAMPLES = new SerializedString("samples");
  private static final SerializedString NAME = new SerializedString("n");
  private static final SerializedString TIME = new SerializedString("t");
  private static final SerializedString VALUE = new SerializedString("v");
  private static final SerializedString QUALITY = new SerializedString("q");
  private static final SerializedString STATUS_CODE = new SerializedString("sc");
  private static final SerializedString UNCERTAIN =
      new SerializedString(JsonCodec.word(Quality.UNCERTAIN));
  private static final SerializedString BAD = new SerializedString(JsonCodec.word(Quality.BAD));
  private static final BigInteger UNSIGNED = BigInteger.ONE.shiftLeft(64);

  private final Map<String, SerializableString> names = new HashMap<>();

  /** The array of samples under its name. */
  void write(JsonGenerator json, List<Sample> samples) throws IOException {
    json.writeFieldName(SAMPLES);
    json.writeStartArray();
    for (int i = 0; i < samples.size(); i++) {
      write(json, samples.get(i));
    }
    json.writeEndArray();
  }

  private void write(JsonGenerator json, Sample sample) throws IOException {
    json.writeStartObject();
    json.writeFieldName(NAME);
    json.writeString(name(sample.point()));
    json.writeFieldName(TIME);
    json.writeNumber(Millis.of(sample.sourceTime()));
    json.writeFieldName(VALUE);
    write(json, sample.value());
    if (sample.quality() != Quality.GOOD) {
      json.writeFieldName(QUALITY);
      json.writeString(sample.quality() == Quality.BAD ? BAD : UNCERTAIN);
    }
    if (sample.statusCode() != 0) {
      json.writeFieldName(STATUS_CODE);
      json.writeNumber(sample.statusCode());
    }
    json.writeEndObject();
  }

  private SerializableString name(String point) {
    SerializableString name = names.get(point);
    if (name == null) {
      name = new SerializedString(Wellformed.text(point));
      names.put(point, name);
    }
    return name;
  }

  private void write(JsonGenerator json, Value value) throws IOException {
    switch (value) {
      case Value.None none -> json.writeNull();
      case Value.Bool bool -> json.writeBoolean(bool.value());
      case Value.Int number -> json.writeNumber(number.value());
      case Value.UInt number -> writeUnsigned(json, number.bits());
      // shortest exact decimals (JDK 19 on); NaN and the infinities as strings, which JSON lacks
      case Value.Real number -> json.writeNumber(number.value());
      case Value.Real32 number -> json.writeNumber(number.value());
      case Value.Text text -> json.writeString(Wellformed.text(text.value()));
      case Value.Time time -> json.writeString(time.value().toString());
      case Value.Bytes bytes -> json.writeBinary(bytes.value());
      case Value.Items items -> writeItems(json, items);
      case Value.Fields fields -> writeFields(json, fields);
    }
  }

  private static void writeUnsigned(JsonGenerator json, long bits) throws IOException {
    if (bits >= 0) {
      json.writeNumber(bits);
    } else {
      json.writeNumber(BigInteger.valueOf(bits).add(UNSIGNED));
    }
  }

  private void writeItems(JsonGenerator json, Value.Items items) throws IOException {
    json.writeStartArray();
    for (Value item : items.values()) {
      write(json, item);
    }
    json.writeEndArray();
  }

  private void writeFields(JsonGenerator json, Value.Fields fields) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Value> field : fields.values().entrySet()) {
      json.writeFieldName(Wellformed.text(field.getKey()));
      write(json, field.getValue());
    }
    json.writeEndObject();
  }
}
