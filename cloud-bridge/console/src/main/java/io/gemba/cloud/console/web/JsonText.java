package io.gemba.cloud.console.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.gemba.cloud.console.wire.Document;
import java.io.IOException;

/** Facts to JSON. */
final class JsonText {
  private static final double EXACT = 1L << 53;
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(
              new SimpleModule()
                  .addSerializer(Double.class, new WholeAsInteger())
                  .addSerializer(Document.class, new AsItCame()));

  /** Counts are counts: 1204, not 1204.0. */
  private static final class WholeAsInteger extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider ignored)
        throws IOException {
      if (value == Math.rint(value) && Math.abs(value) < EXACT) {
        out.writeNumber(value.longValue());
      } else {
        out.writeNumber(value);
      }
    }
  }

  /** A structure is JSON already. */
  private static final class AsItCame extends JsonSerializer<Document> {
    @Override
    public void serialize(Document value, JsonGenerator out, SerializerProvider ignored)
        throws IOException {
      out.writeRawValue(value.json());
    }
  }

  private JsonText() {}

  static String of(Object facts) {
    try {
      return MAPPER.writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
