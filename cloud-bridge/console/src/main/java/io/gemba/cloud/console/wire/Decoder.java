package io.gemba.cloud.console.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.wire.Statement.AgentStatus;
import io.gemba.cloud.console.wire.Statement.ClockSet;
import io.gemba.cloud.console.wire.Statement.DeviceMeta;
import io.gemba.cloud.console.wire.Statement.Gap;
import io.gemba.cloud.console.wire.Statement.Kpi;
import io.gemba.cloud.console.wire.Statement.LineState;
import io.gemba.cloud.console.wire.Statement.Other;
import io.gemba.cloud.console.wire.Statement.PointMeta;
import io.gemba.cloud.console.wire.Statement.ShiftFigures;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Turns a topic and its payload into a {@link Statement}. Safe for any thread. */
public final class Decoder {
  /** The largest payload that is read, bytes. */
  public static final int MAX_PAYLOAD = 2 << 20;

  private static final int MAX_POINTS = 5_000;
  private static final Set<String> STATES =
      Set.of("OFFLINE", "UNKNOWN", "FAULT", "SETUP", "RUNNING", "PLANNED", "IDLE", "STOPPED");

  private final ObjectMapper json =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(16)
                      .maxStringLength(64 << 10)
                      .maxNumberLength(200)
                      .build())
              .build());

  /** Whether what is said there may belong into a history: samples, events, a gateway's status. */
  public static boolean isHistory(String topic) {
    return topic.contains("/tag/")
        || topic.contains("/hist/")
        || topic.contains("/event/")
        || topic.endsWith("/status/agent");
  }

  /** What the message says. An empty payload clears a retained topic. */
  public Statement decode(String topic, byte[] payload) throws MalformedException {
    Topic parsed =
        Topic.parse(topic).orElseThrow(() -> new MalformedException("not a gemba1 topic"));
    if (payload.length == 0) {
      return new Statement.Cleared(parsed);
    }
    return switch (parsed) {
      case Topic.Gateway gw when gw.channel().equals("status") && gw.name().equals("agent") ->
          status(gw.gateway(), read(payload));
      case Topic.Gateway _ -> new Other(topic);
      case Topic.Place place -> place(topic, place, payload);
    };
  }

  private Statement place(String topic, Topic.Place place, byte[] payload)
      throws MalformedException {
    return switch (place.kind()) {
      case "tag", "hist" -> samples(place, payload);
      case "state" -> states(topic, place, payload);
      case "kpi" -> place.name().equals("shift") ? figures(place, read(payload)) : new Other(topic);
      case "meta" ->
          place.cell().equals("_") && place.name().equals("line")
              ? LineFacts.meta(place, read(payload))
              : meta(place, read(payload));
      case "event" -> event(topic, place, payload);
      default -> new Other(topic);
    };
  }

  /** Nearly all that comes: read as it streams by, and again as a whole where that gives up. */
  private Statement samples(Topic.Place place, byte[] payload) throws MalformedException {
    boolean backlog = place.kind().equals("hist");
    if (payload.length <= MAX_PAYLOAD) {
      Statement.Batch batch = PlainBatches.decode(json.getFactory(), place, backlog, payload);
      if (batch != null) {
        return batch;
      }
    }
    return SampleBatches.decode(place, backlog, read(payload));
  }

  private Statement states(String topic, Topic.Place place, byte[] payload)
      throws MalformedException {
    return switch (place.name()) {
      case "line" -> state(place, read(payload));
      case "alarms" -> LineFacts.alarms(place, read(payload));
      default -> new Other(topic);
    };
  }

  private Statement event(String topic, Topic.Place place, byte[] payload)
      throws MalformedException {
    return switch (place.name()) {
      case "gap" -> gap(place, read(payload));
      case "alarm" -> LineFacts.event(place, read(payload));
      case "clock" -> clock(topic, place, read(payload));
      default -> new Other(topic);
    };
  }

  private static Statement clock(String topic, Topic.Place place, JsonNode n)
      throws MalformedException {
    if (!"set".equals(Fields.text(n, "kind"))) {
      return new Other(topic); // a step puts nothing right
    }
    return new ClockSet(
        place.line(),
        Fields.requiredText(n, "device"),
        Fields.requiredText(n, "journal"),
        Fields.requiredWhole(n, "from"),
        Fields.requiredWhole(n, "to"),
        Fields.requiredWhole(n, "offset"));
  }

  private JsonNode read(byte[] payload) throws MalformedException {
    if (payload.length > MAX_PAYLOAD) {
      throw new MalformedException("larger than " + MAX_PAYLOAD + " bytes");
    }
    JsonNode node;
    try {
      node = json.readTree(payload);
    } catch (IOException e) {
      throw new MalformedException("not JSON");
    }
    if (node == null || !node.isObject()) {
      throw new MalformedException("not a JSON object");
    }
    Long version = Fields.whole(node, "v");
    if (version != null && version != 1) {
      throw new MalformedException("payload version " + version + ", this console reads 1");
    }
    return node;
  }

  private static Statement status(GatewayKey key, JsonNode n) throws MalformedException {
    String state = Fields.requiredText(n, "state");
    return new AgentStatus(
        key,
        state.equals("online"),
        Fields.whole(n, "t"),
        Fields.text(n, "version"),
        Fields.text(n, "journal"),
        Fields.text(n, "clock"),
        Fields.whole(n, "backlog"),
        Fields.whole(n, "gaps"),
        Fields.number(n.path("card"), "years"),
        Fields.number(n.path("card"), "usedPercent"));
  }

  private static Statement state(Topic.Place place, JsonNode n) throws MalformedException {
    String state = Fields.requiredText(n, "state");
    return new LineState(
        place.line(),
        Fields.text(n, "gw"),
        Fields.text(n, "journal"),
        Fields.requiredTime(n),
        STATES.contains(state) ? state : "UNKNOWN",
        Fields.flag(n, "slow"),
        Fields.whole(n, "since"),
        Fields.text(n, "cause"),
        Fields.names(n, "name"),
        Fields.text(n, "timezone"));
  }

  private static Statement figures(Topic.Place place, JsonNode n) throws MalformedException {
    JsonNode shift = n.path("shift");
    JsonNode inputs = n.path("inputs");
    Kpi kpi =
        new Kpi(
            Fields.whole(shift, "from"),
            Fields.whole(shift, "to"),
            Fields.number(n, "good"),
            Fields.number(n, "reject"),
            Fields.number(n, "produced"),
            Fields.number(n, "target"),
            Fields.number(n, "targetNow"),
            Fields.number(n, "oee"),
            Fields.number(n, "availability"),
            Fields.number(n, "performance"),
            Fields.number(n, "quality"),
            Fields.number(n, "coverage"),
            Fields.number(n, "idealCycleMs"),
            Fields.number(n, "cycleMs"),
            Fields.number(inputs, "aptMs"),
            Fields.number(inputs, "pbtMs"),
            Fields.number(inputs, "knownMs"));
    return new ShiftFigures(place.line(), Fields.text(n, "gw"), Fields.requiredTime(n), kpi);
  }

  private static Statement meta(Topic.Place place, JsonNode n) {
    Map<String, PointMeta> points = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : n.path("points").properties()) {
      if (points.size() < MAX_POINTS && e.getKey().length() <= Topic.MAX_LEVEL) {
        JsonNode p = e.getValue();
        points.put(
            e.getKey(),
            new PointMeta(
                Fields.text(p, "type"),
                Fields.text(p, "unit"),
                Fields.flag(p, "writable"),
                Fields.names(p, "name")));
      }
    }
    return new DeviceMeta(
        place.line(),
        place.cell(),
        place.name(),
        Fields.text(n, "gw"),
        Fields.text(n, "adapter"),
        points);
  }

  private static Statement gap(Topic.Place place, JsonNode n) throws MalformedException {
    long from = Fields.requiredWhole(n, "from");
    long to = Fields.requiredWhole(n, "to");
    if (to < from - 1) { // from - 1 is an empty range: an unclean stop lost what had no number yet
      throw new MalformedException("a gap that ends before it starts");
    }
    String cause = Fields.text(n, "cause");
    return new Gap(
        place.line(),
        Fields.requiredText(n, "device"),
        Fields.requiredText(n, "journal"),
        from,
        to,
        Fields.whole(n, "t0"),
        Fields.whole(n, "t1"),
        cause == null ? "unknown" : cause);
  }
}
