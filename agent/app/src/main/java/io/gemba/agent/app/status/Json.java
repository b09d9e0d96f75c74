package io.gemba.agent.app.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes JSON documents into strings. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Something that writes itself. */
  public interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** A document; writing into memory does not fail. */
  public static String of(Body body) {
    return text(body, true);
  }

  /** The same on one line. */
  public static String line(Body body) {
    return text(body, false);
  }

  private static String text(Body body, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      if (pretty) {
        json.useDefaultPrettyPrinter();
      }
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** A field with a moment, or null. */
  public static void time(JsonGenerator json, String field, @Nullable Instant instant)
      throws IOException {
    if (instant == null) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, instant.toString());
    }
  }
}
