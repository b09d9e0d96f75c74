package io.gemba.cloud.console.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.gemba.cloud.console.wire.Statement.Batch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the payload of {@code tag} and {@code hist} messages. */
final class SampleBatches {
  static final int MAX_SAMPLES = 50_000;
  private static final int MAX_DIGITS = 200;
  private static final int MAX_DOCUMENT = 100_000;

  private SampleBatches() {}

  /**
   * All or nothing: a sample that cannot be read spoils its message, because leaving one out would
   * shift the numbers of those behind it.
   */
  static Batch decode(Topic.Place place, boolean backlog, JsonNode n) throws MalformedException {
    String journal = Fields.requiredText(n, "journal");
    long seq = Fields.requiredWhole(n, "seq");
    JsonNode list = n.path("samples");
    if (!list.isArray() || list.isEmpty()) {
      throw new MalformedException("no samples");
    }
    if (list.size() > MAX_SAMPLES || seq > Long.MAX_VALUE - MAX_SAMPLES) {
      throw new MalformedException("more than " + MAX_SAMPLES + " samples");
    }
    boolean unsynced = "unsynced".equals(Fields.text(n, "clock"));
    List<Sample> samples = new ArrayList<>(list.size());
    for (JsonNode s : list) {
      samples.add(sample(s, unsynced));
    }
    return new Batch(place.line(), place.cell(), place.name(), backlog, journal, seq, samples);
  }

  private static Sample sample(JsonNode s, boolean unsynced) throws MalformedException {
    String point = Fields.requiredText(s, "n");
    if (point.length() > Topic.MAX_LEVEL) {
      throw new MalformedException("a point's name is longer than " + Topic.MAX_LEVEL);
    }
    String quality = Fields.text(s, "q");
    Long status = Fields.whole(s, "sc");
    return new Sample(
        point,
        Fields.requiredTime(s),
        value(s.path("v")),
        Quality.of(quality == null ? "" : quality),
        status == null ? 0 : status,
        unsynced && !s.has("g")); // with a gateway time beside it the source time is the machine's
  }

  private static @Nullable Object value(JsonNode v) throws MalformedException {
    if (v.isMissingNode() || v.isNull()) {
      return null;
    }
    if (v.isBoolean()) {
      return v.booleanValue();
    }
    if (v.isTextual()) {
      return v.textValue();
    }
    if (v.isIntegralNumber()) {
      return v.canConvertToLong() ? (Object) v.longValue() : big(v);
    }
    if (v.isNumber()) {
      return v.doubleValue();
    }
    String json = v.toString();
    if (json.length() > MAX_DOCUMENT) {
      throw new MalformedException("a structure of more than " + MAX_DOCUMENT + " characters");
    }
    return new Document(json);
  }

  private static Object big(JsonNode v) throws MalformedException {
    if (v.bigIntegerValue().bitLength() > MAX_DIGITS * 4) {
      throw new MalformedException("a number of more than " + MAX_DIGITS + " digits");
    }
    return v.bigIntegerValue();
  }
}
