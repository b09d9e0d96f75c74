package io.gemba.cloud.console.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gemba.cloud.console.wire.Statement.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the samples of most messages in one pass, which takes a third of the time: a fleet sends a
 * hundred thousand samples a second. Whatever is unusual (a structure, a number of more than 64
 * bits, a field of an unexpected type, a mistake) is left to {@link SampleBatches}, whose word
 * counts.
 */
final class PlainBatches {
  private @Nullable String journal;
  private long seq = -1;
  private boolean unsynced;
  private final List<Sample> samples = new ArrayList<>();

  private PlainBatches() {}

  /** The batch, or null when it is not as plain as that. */
  static @Nullable Batch decode(
      JsonFactory json, Topic.Place place, boolean backlog, byte[] payload) {
    PlainBatches reading = new PlainBatches();
    try (JsonParser in = json.createParser(payload)) {
      if (!reading.message(in) || in.nextToken() != null) {
        return null;
      }
    } catch (IOException e) {
      return null;
    }
    String journal = reading.journal;
    boolean whole = journal != null && reading.seq >= 0 && !reading.samples.isEmpty();
    return !whole || journal == null
        ? null
        : new Batch(
            place.line(),
            place.cell(),
            place.name(),
            backlog,
            journal,
            reading.seq,
            reading.samples);
  }

  private boolean message(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      boolean plain =
          switch (field) {
            case "v" -> value == JsonToken.VALUE_NUMBER_INT && in.getLongValue() == 1;
            case "seq" -> seq(in, value);
            case "journal" -> journal(in, value);
            case "clock" -> clock(in, value);
            case "samples" -> value == JsonToken.START_ARRAY && samples(in);
            default -> !value.isStructStart();
          };
      if (!plain) {
        return false;
      }
    }
    return in.currentToken() == JsonToken.END_OBJECT;
  }

  private boolean seq(JsonParser in, JsonToken value) throws IOException {
    seq = value == JsonToken.VALUE_NUMBER_INT ? in.getLongValue() : -1;
    return seq >= 0 && seq < Long.MAX_VALUE / 2;
  }

  private boolean journal(JsonParser in, JsonToken value) throws IOException {
    journal = value == JsonToken.VALUE_STRING ? in.getText() : "";
    return !journal.isEmpty() && journal.length() <= Topic.MAX_LEVEL;
  }

  /** Behind the samples it would come too late for them. */
  private boolean clock(JsonParser in, JsonToken value) throws IOException {
    unsynced = value == JsonToken.VALUE_STRING && in.getText().equals("unsynced");
    return samples.isEmpty();
  }

  private boolean samples(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.START_OBJECT) {
      Sample sample = sample(in);
      if (sample == null || samples.size() >= SampleBatches.MAX_SAMPLES) {
        return false;
      }
      samples.add(sample);
    }
    return in.currentToken() == JsonToken.END_ARRAY;
  }

  private @Nullable Sample sample(JsonParser in) throws IOException {
    String point = null;
    Long time = null;
    Object value = null;
    Quality quality = Quality.GOOD;
    long status = 0;
    boolean gatewayTime = false;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      JsonToken token = in.nextToken();
      boolean whole = token == JsonToken.VALUE_NUMBER_INT;
      boolean text = token == JsonToken.VALUE_STRING;
      if (token.isStructStart()) {
        return null;
      }
      switch (field) {
        case "n" -> point = text ? in.getText() : null;
        case "t" -> time = whole ? (Long) in.getLongValue() : null;
        case "v" -> value = value(in, token);
        case "q" -> quality = Quality.of(text ? in.getText() : "");
        case "sc" -> status = whole ? in.getLongValue() : 0;
        case "g" -> gatewayTime = true;
        default -> {}
      }
    }
    boolean plain =
        point != null && !point.isEmpty() && point.length() <= Topic.MAX_LEVEL && time != null;
    return !plain || point == null || time == null
        ? null
        : new Sample(point, time, value, quality, status, unsynced && !gatewayTime);
  }

  /** An integer of more than 64 bits throws, and so is left to the other reader. */
  private static @Nullable Object value(JsonParser in, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT -> (Object) in.getLongValue();
      case VALUE_NUMBER_FLOAT -> (Object) in.getDoubleValue();
      default -> null;
    };
  }
}
