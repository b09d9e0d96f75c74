package io.gemba.agent.app.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;

/** Writes the value of a sample as JSON, without losing a bit of a number. */
public final class ValueJson {
  private ValueJson() {}

  /** One value, structures and arrays with all that is in them. */
  public static void write(JsonGenerator json, Value value) throws IOException {
    switch (value) {
      case Value.None _ -> json.writeNull();
      case Value.Bool v -> json.writeBoolean(v.value());
      case Value.Int v -> json.writeNumber(v.value());
      case Value.UInt v -> json.writeNumber(Long.toUnsignedString(v.bits()));
      case Value.Real v -> real(json, v.value(), Double.toString(v.value()));
      case Value.Real32 v -> real(json, v.value(), Float.toString(v.value()));
      case Value.Text v -> json.writeString(v.value());
      case Value.Time v -> json.writeString(v.value().toString());
      case Value.Bytes v -> json.writeString(Base64.getEncoder().encodeToString(v.value()));
      case Value.Items v -> {
        json.writeStartArray();
        for (Value item : v.values()) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case Value.Fields v -> {
        json.writeStartObject();
        for (Map.Entry<String, Value> field : v.values().entrySet()) {
          json.writeFieldName(field.getKey());
          write(json, field.getValue());
        }
        json.writeEndObject();
      }
    }
  }

  /** JSON has no NaN and no infinity: they are words then. */
  private static void real(JsonGenerator json, double value, String text) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(text);
    } else {
      json.writeString(text);
    }
  }
}
