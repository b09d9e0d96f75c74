package io.gemba.agent.app.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gemba.agent.app.page.Snapshots.Snapshot;
import io.gemba.agent.app.status.AgentStatus;
import io.gemba.agent.app.status.Json;
import io.gemba.agent.app.status.Traffic;
import io.gemba.agent.app.status.ValueJson;
import io.gemba.agent.app.status.Verdict;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.agent.core.forward.UplinkHealth;
import io.gemba.agent.core.journal.JournalStatus;
import io.gemba.agent.core.supervise.DeviceHealth;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.Shown;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows, in pieces of JSON by key ({@code device/press1}, {@code
 * point/press1/oil-temp}), so that only what changed needs to be sent. A piece holds moments, never
 * ages. Used by one thread at a time.
 */
final class Fragments {
  /** More points than anybody looks at on a phone; the page says how many are left out. */
  static final int MOST_POINTS = 2_000;

  private static final int LONGEST_VALUE = 200;
  private static final Duration SETTLED = Duration.ofMinutes(10);

  /** A point's piece is made anew only with a new sample. */
  private final Map<String, Rendered> rendered = new HashMap<>();

  private record Rendered(@Nullable Sample sample, String json) {}

  Map<String, String> of(AgentConfig config, Snapshot snapshot, Traffic traffic) {
    Map<String, String> all = new LinkedHashMap<>();
    AgentStatus status = snapshot.status();
    all.put("gateway", gateway(config, status));
    all.put("health", Verdict.of(status, snapshot.waiting()).json());
    all.put("config", config(status));
    all.put("certificates", certificates(snapshot));
    all.put("journal", journal(status, traffic));
    status
        .uplinks()
        .forEach((name, health) -> all.put("uplink/" + name, uplink(name, health, status)));
    int points = 0;
    for (DeviceEntry entry : config.devices()) {
      String name = entry.device().name();
      DeviceHealth health = status.devices().get(name);
      if (health != null) {
        Map<String, String> units = units(entry, traffic);
        all.put("device/" + name, device(entry, health, units.size()));
        for (var point : units.entrySet()) {
          if (points++ < MOST_POINTS) {
            all.put(
                "point/" + name + "/" + point.getKey(),
                point(entry, point.getKey(), point.getValue(), traffic));
          }
        }
      }
    }
    return all;
  }

  /** All points, configured or only seen, with their units; empty = none. */
  private static Map<String, String> units(DeviceEntry entry, Traffic traffic) {
    Map<String, String> units = new LinkedHashMap<>();
    for (DeviceConfig.Point point : entry.config().points()) {
      String unit = point.unit();
      units.put(point.name(), unit == null ? "" : unit);
    }
    traffic.points(entry.device().name()).forEach(seen -> units.putIfAbsent(seen, ""));
    return units;
  }

  private static String gateway(AgentConfig config, AgentStatus status) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", status.gateway().id());
          json.writeStringField("site", status.gateway().site());
          json.writeStringField("enterprise", status.gateway().enterprise());
          json.writeStringField("version", status.version());
          json.writeStringField("timezone", config.timezone().getId());
          json.writeStringField("clock", status.clockSynced() ? "synced" : "unsynced");
          Json.time(json, "started", status.started());
          json.writeEndObject();
        });
  }

  private static String config(AgentStatus status) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("file", status.config().file().toString());
          Json.time(json, "loaded", status.config().loaded());
          json.writeBooleanField("changed", status.config().changed());
          json.writeArrayFieldStart("problems");
          for (String problem : status.config().problems()) {
            json.writeString(problem);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static String certificates(Snapshot snapshot) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("problem", snapshot.certificateProblem());
          json.writeArrayFieldStart("list");
          for (Shown shown : snapshot.certificates()) {
            certificate(json, shown);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void certificate(JsonGenerator json, Shown shown) throws IOException {
    json.writeStartObject();
    json.writeStringField("state", shown.state().name().toLowerCase(Locale.ROOT));
    json.writeStringField("sha256", shown.sha256());
    json.writeStringField("subject", shown.subject());
    json.writeStringField("issuer", shown.issuer());
    Json.time(json, "from", shown.validFrom());
    Json.time(json, "until", shown.validUntil());
    json.writeArrayFieldStart("by");
    for (By by : shown.by()) {
      json.writeStartObject();
      json.writeStringField("device", by.device());
      json.writeStringField("address", by.address());
      json.writeStringField("before", by.before());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String journal(AgentStatus status, Traffic traffic) {
    JournalStatus journal = status.journal();
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("problem", status.journalProblem());
          json.writeNumberField("inbox", status.inbox());
          json.writeNumberField(
              "samples", traffic.samples().values().stream().mapToLong(Long::longValue).sum());
          if (journal != null) {
            journal(json, journal);
            wear(json, journal.wear(), Duration.between(status.started(), status.at()));
          }
          json.writeArrayFieldStart("lost");
          for (var gap : traffic.gaps().entrySet()) {
            json.writeStartObject();
            json.writeStringField("device", gap.getKey().device());
            json.writeStringField("cause", gap.getKey().cause());
            json.writeNumberField("records", gap.getValue().records());
            json.writeNumberField("samples", gap.getValue().lost());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void journal(JsonGenerator json, JournalStatus journal) throws IOException {
    json.writeNumberField("used", journal.bytesUsed());
    json.writeNumberField("max", journal.maxBytes());
    json.writeNumberField("gaps", journal.gapsRecorded());
    json.writeNumberField("corrupt", journal.corruptFiles().size());
  }

  /**
   * A projection from the first minutes would frighten: a start writes more than a day's minute.
   */
  private static void wear(JsonGenerator json, JournalStatus.@Nullable Wear wear, Duration running)
      throws IOException {
    if (wear != null && wear.bytesWritten() >= 0 && running.compareTo(SETTLED) > 0) {
      json.writeNumberField("perDay", wear.bytesPerDay());
      json.writeNumberField("budget", wear.budget());
    }
  }

  private static String uplink(String name, UplinkHealth health, AgentStatus status) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("connected", health.connected());
          Json.time(json, "since", health.since());
          json.writeStringField("problem", health.problem());
          json.writeNumberField("accepted", health.accepted());
          JournalStatus journal = status.journal();
          if (journal != null) {
            for (var backlog : journal.uplinks()) {
              if (backlog.name().equals(name)) {
                json.writeNumberField("waiting", backlog.pendingSamples());
                Json.time(json, "oldest", backlog.oldest());
                json.writeNumberField("aside", backlog.setAside());
              }
            }
          }
          json.writeEndObject();
        });
  }

  private static String device(DeviceEntry entry, DeviceHealth health, int points) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("adapter", entry.adapter());
          json.writeStringField("place", entry.device().place());
          json.writeStringField("state", health.state().name().toLowerCase(Locale.ROOT));
          Json.time(json, "since", health.since());
          json.writeStringField("problem", health.problem());
          json.writeNumberField("losses", health.losses());
          json.writeNumberField("points", points);
          json.writeObjectFieldStart("trouble");
          for (var problem : health.pointProblems().entrySet()) {
            json.writeStringField(problem.getKey(), problem.getValue());
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private String point(DeviceEntry entry, String name, String unit, Traffic traffic) {
    Sample sample = traffic.newest(entry.device().name(), name);
    String key = entry.device().name() + "/" + name;
    Rendered before = rendered.get(key);
    if (before == null || !Objects.equals(before.sample(), sample)) {
      before = new Rendered(sample, point(entry, name, unit, sample));
      rendered.put(key, before);
    }
    return before.json();
  }

  private static String point(
      DeviceEntry entry, String name, String unit, @Nullable Sample sample) {
    return Json.line(
        json -> {
          json.writeStartObject();
          if (!unit.isEmpty()) {
            json.writeStringField("unit", unit);
          }
          Map<String, String> names = entry.pointNames().getOrDefault(name, Map.of());
          if (!names.isEmpty()) {
            json.writeObjectFieldStart("names");
            for (var called : names.entrySet()) {
              json.writeStringField(called.getKey(), called.getValue());
            }
            json.writeEndObject();
          }
          if (sample != null) {
            json.writeFieldName("v");
            value(json, sample);
            json.writeStringField("q", sample.quality().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("t", sample.sourceTime().toEpochMilli());
            if (sample.statusCode() != 0) {
              json.writeStringField("sc", "0x%08X".formatted(sample.statusCode()));
            }
          }
          json.writeEndObject();
        });
  }

  /** A structure or a long text is shown by its beginning. */
  private static void value(JsonGenerator json, Sample sample) throws IOException {
    String text = Json.line(inner -> ValueJson.write(inner, sample.value()));
    if (text.length() <= LONGEST_VALUE) {
      json.writeRawValue(text);
    } else {
      json.writeString(text.substring(0, LONGEST_VALUE) + "…");
    }
  }
}
