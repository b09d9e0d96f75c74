package io.gemba.cloud.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a command's payload: one JSON object, nothing behind it, no name twice. Whole numbers stay
 * whole up to 64 bits, signed or unsigned.
 */
final class CommandReader {
  static final int LARGEST = 64 * 1024;
  private static final BigInteger UNSIGNED = BigInteger.ONE.shiftLeft(64);
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(20).maxNumberLength(100).build())
          .build();

  private CommandReader() {}

  /**
   * The object's fields.
   *
   * @throws IOException what is wrong with it, in words
   */
  static Map<String, Value> read(byte[] payload) throws IOException {
    if (payload.length > LARGEST) {
      throw new IOException("the payload is larger than " + LARGEST + " bytes");
    }
    try (JsonParser json = JSON.createParser(payload)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the payload must be a JSON object");
      }
      Map<String, Value> fields = object(json);
      if (json.nextToken() != null) {
        throw new IOException("something follows the JSON object");
      }
      return fields;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IOException("the payload is no sound JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, Value> object(JsonParser json) throws IOException {
    Map<String, Value> fields = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      fields.put(name, value(json));
    }
    return fields;
  }

  private static Value value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> Value.NONE;
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_STRING -> Value.of(json.getText());
      case VALUE_NUMBER_INT -> whole(json.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> real(json);
      case START_OBJECT -> new Value.Fields(object(json));
      case START_ARRAY -> new Value.Items(array(json));
      default -> throw new IOException("the payload ends in the middle");
    };
  }

  private static List<Value> array(JsonParser json) throws IOException {
    List<Value> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(json));
    }
    return items;
  }

  private static Value whole(BigInteger number) throws IOException {
    if (number.bitLength() < Long.SIZE) {
      return new Value.Int(number.longValue());
    }
    if (number.signum() > 0 && number.compareTo(UNSIGNED) < 0) {
      return new Value.UInt(number.longValue());
    }
    throw new IOException("no machine has whole numbers like " + number);
  }

  private static Value real(JsonParser json) throws IOException {
    double number = json.getDoubleValue();
    if (Double.isInfinite(number)) {
      throw new IOException("the number " + json.getText() + " is too large");
    }
    return Value.of(number);
  }
}
