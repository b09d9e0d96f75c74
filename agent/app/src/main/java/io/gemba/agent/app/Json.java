package io.gemba.agent.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes JSON documents into strings. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Something that writes itself. */
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** A document; writing into memory does not fail. */
  static String of(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static void time(JsonGenerator json, String field, @Nullable Instant instant) throws IOException {
    if (instant == null) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, instant.toString());
    }
  }
}
