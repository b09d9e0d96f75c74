package io.gemba.agent.app.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gemba.agent.core.forward.UplinkHealth;
import io.gemba.agent.core.journal.JournalStatus;
import io.gemba.agent.core.supervise.DeviceHealth;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agent's status as JSON, for machines. */
public final class StatusJson {
  private StatusJson() {}

  /** The whole status of a running agent. */
  public static String of(AgentStatus status) {
    return Json.of(
        json -> {
          json.writeStartObject();
          Json.time(json, "at", status.at());
          json.writeStringField("version", status.version());
          json.writeStringField("gateway", status.gateway().id());
          json.writeStringField("clock", status.clockSynced() ? "synced" : "unsynced");
          devices(json, status.devices());
          uplinks(json, status.uplinks());
          Json.time(json, "started", status.started());
          config(json, status.config());
          json.writeFieldName("journal");
          journalOf(json, status);
          json.writeEndObject();
        });
  }

  /** The journal alone, as read from a folder that no agent holds. */
  public static String of(JournalStatus journal) {
    return Json.of(json -> journal(json, journal, null));
  }

  private static void journalOf(JsonGenerator json, AgentStatus status) throws IOException {
    JournalStatus journal = status.journal();
    if (journal == null) {
      json.writeStartObject();
      json.writeStringField("problem", status.journalProblem());
      json.writeEndObject();
    } else {
      journal(json, journal, status.journalProblem());
    }
  }

  private static void config(JsonGenerator json, ConfigState config) throws IOException {
    json.writeObjectFieldStart("config");
    json.writeStringField("file", config.file().toString());
    Json.time(json, "loaded", config.loaded());
    json.writeBooleanField("changed", config.changed());
    json.writeArrayFieldStart("problems");
    for (String problem : config.problems()) {
      json.writeString(problem);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void devices(JsonGenerator json, Map<String, DeviceHealth> devices)
      throws IOException {
    json.writeObjectFieldStart("devices");
    for (var device : devices.entrySet()) {
      DeviceHealth health = device.getValue();
      json.writeObjectFieldStart(device.getKey());
      json.writeStringField("state", health.state().name().toLowerCase(Locale.ROOT));
      Json.time(json, "since", health.since());
      json.writeStringField("problem", health.problem());
      json.writeNumberField("losses", health.losses());
      json.writeObjectFieldStart("pointProblems");
      for (var problem : health.pointProblems().entrySet()) {
        json.writeStringField(problem.getKey(), problem.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void uplinks(JsonGenerator json, Map<String, UplinkHealth> uplinks)
      throws IOException {
    json.writeObjectFieldStart("uplinks");
    for (var uplink : uplinks.entrySet()) {
      UplinkHealth health = uplink.getValue();
      json.writeObjectFieldStart(uplink.getKey());
      json.writeBooleanField("connected", health.connected());
      Json.time(json, "since", health.since());
      json.writeStringField("problem", health.problem());
      json.writeNumberField("accepted", health.accepted());
      json.writeNumberField("setAside", health.setAside());
      json.writeNumberField("sessions", health.sessions());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void wear(JsonGenerator json, JournalStatus.Wear wear) throws IOException {
    json.writeObjectFieldStart("wear");
    json.writeNumberField("bytesWritten", wear.bytesWritten());
    json.writeNumberField("samples", wear.samples());
    json.writeNumberField("bytesPerSample", wear.bytesPerSample());
    json.writeNumberField("bytesPerDay", wear.bytesPerDay());
    json.writeNumberField("budget", wear.budget());
    json.writeNumberField("windowMs", wear.window().toMillis());
    json.writeNumberField("commitEveryMs", wear.commitEvery().toMillis());
    json.writeBooleanField("overBudget", wear.isOverBudget());
    json.writeObjectFieldStart("card");
    json.writeNumberField("endurance", wear.life().endurance());
    json.writeFieldName("years");
    if (wear.life().years().isPresent()) {
      json.writeNumber(Math.round(wear.life().years().getAsDouble() * 10) / 10.0);
    } else {
      json.writeNull();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void journal(JsonGenerator json, JournalStatus journal, @Nullable String problem)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", journal.id());
    json.writeStringField("file", journal.file().toString());
    json.writeNumberField("bytesUsed", journal.bytesUsed());
    json.writeNumberField("maxBytes", journal.maxBytes());
    json.writeNumberField("entries", journal.entries());
    json.writeNumberField("gaps", journal.gapsRecorded());
    json.writeStringField("problem", problem);
    json.writeObjectFieldStart("uplinks");
    for (JournalStatus.UplinkBacklog uplink : journal.uplinks()) {
      json.writeObjectFieldStart(uplink.name());
      json.writeNumberField("pendingSamples", uplink.pendingSamples());
      json.writeNumberField("pendingEntries", uplink.pendingEntries());
      Json.time(json, "oldest", uplink.oldest());
      json.writeNumberField("setAside", uplink.setAside());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeObjectFieldStart("devices");
    for (JournalStatus.DeviceCount device : journal.devices()) {
      json.writeObjectFieldStart(device.name());
      json.writeStringField("place", device.place());
      json.writeNumberField("nextSeq", device.nextSeq());
      Json.time(json, "lastTime", device.lastTime());
      json.writeEndObject();
    }
    json.writeEndObject();
    JournalStatus.Wear wear = journal.wear();
    if (wear != null) {
      wear(json, wear);
    }
    json.writeArrayFieldStart("corruptFiles");
    for (var file : journal.corruptFiles()) {
      json.writeString(file.toString());
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
