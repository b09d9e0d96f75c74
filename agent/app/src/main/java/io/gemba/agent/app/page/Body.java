package io.gemba.agent.app.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The flat JSON object of a request. */
final class Body {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Body() {}

  /** Its texts by key; anything but an object of texts is refused. */
  static Map<String, String> parse(String body) throws Refusal {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser json = FACTORY.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new Refusal(400, "the request must be a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          throw new Refusal(400, "'" + key + "' must be a text");
        }
        texts.put(key, json.getText());
      }
      return texts;
    } catch (IOException e) {
      throw new Refusal(400, "the request is no JSON");
    }
  }
}
