package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.Skew;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes samples. This is where a gateway spends its time, so everything that stands before a
 * sample's time is encoded once per point and session, and numbers of few digits allocate nothing.
 */
final class SampleWriter {
  private static final byte[] SAMPLES = ascii(",\"samples\":[");
  private static final byte[] VALUE = ascii(",\"v\":");
  private static final byte[] QUALITY = ascii(",\"q\":");
  private static final byte[] STATUS_CODE = ascii(",\"sc\":");
  private static final byte[] GATEWAY_TIME = ascii(",\"g\":");
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  private final Map<String, byte[]> beginnings = new HashMap<>();
  private final JsonText json = new JsonText();

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The array of samples under its name, as a further field of an object. */
  void write(OutputStream out, List<Sample> samples, @Nullable Skew skew) throws IOException {
    json.raw(SAMPLES);
    for (int i = 0; i < samples.size(); i++) {
      if (i > 0) {
        json.raw(',');
      }
      write(samples.get(i));
      if (skew != null && skew.concerns(i)) {
        json.raw(GATEWAY_TIME);
        json.number(Millis.of(skew.gateway()));
      }
      json.raw('}');
    }
    json.raw(']');
    json.moveTo(out);
  }

  private void write(Sample sample) {
    json.raw(beginning(sample.point()));
    json.number(Millis.of(sample.sourceTime()));
    json.raw(VALUE);
    write(sample.value());
    if (sample.quality() != Quality.GOOD) {
      json.raw(QUALITY);
      json.text(JsonCodec.word(sample.quality()));
    }
    if (sample.statusCode() != 0) {
      json.raw(STATUS_CODE);
      json.number(sample.statusCode());
    }
  }

  /** All that stands before the time, such as an opening brace and the name. */
  private byte[] beginning(String point) {
    byte[] known = beginnings.get(point);
    if (known == null) {
      JsonText text = new JsonText();
      text.ascii("{\"n\":");
      text.text(point);
      text.ascii(",\"t\":");
      known = text.take();
      beginnings.put(point, known);
    }
    return known;
  }

  /** One value, alone. */
  byte[] text(Value value) {
    write(value);
    return json.take();
  }

  private void write(Value value) {
    switch (value) {
      case Value.None none -> json.raw(NULL);
      case Value.Bool bool -> json.raw(bool.value() ? TRUE : FALSE);
      case Value.Int number -> json.number(number.value());
      case Value.UInt number -> writeUnsigned(number.bits());
      case Value.Real number -> json.number(number.value());
      case Value.Real32 number -> json.number(number.value());
      case Value.Text text -> json.text(text.value());
      case Value.Time time -> json.text(time.value().toString());
      case Value.Bytes bytes -> writeBytes(bytes.value());
      case Value.Items items -> writeItems(items);
      case Value.Fields fields -> writeFields(fields);
    }
  }

  private void writeUnsigned(long bits) {
    if (bits >= 0) {
      json.number(bits);
    } else {
      json.ascii(Long.toUnsignedString(bits));
    }
  }

  private void writeBytes(byte[] bytes) {
    json.raw('"');
    json.raw(Base64.getEncoder().encode(bytes));
    json.raw('"');
  }

  private void writeItems(Value.Items items) {
    json.raw('[');
    boolean first = true;
    for (Value item : items.values()) {
      if (!first) {
        json.raw(',');
      }
      first = false;
      write(item);
    }
    json.raw(']');
  }

  private void writeFields(Value.Fields fields) {
    json.raw('{');
    boolean first = true;
    for (Map.Entry<String, Value> field : fields.values().entrySet()) {
      if (!first) {
        json.raw(',');
      }
      first = false;
      json.text(field.getKey());
      json.raw(':');
      write(field.getValue());
    }
    json.raw('}');
  }
}
