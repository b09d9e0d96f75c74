package io.gemba.agent.app.status;

import io.gemba.agent.core.forward.UplinkHealth;
import io.gemba.agent.core.supervise.DeviceHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether the agent does its duty: {@code failing} when samples cannot be kept, {@code degraded}
 * when something needs a person, {@code ok} otherwise.
 *
 * @param reasons why; the failing ones first; empty when all is well
 */
public record Verdict(List<Reason> reasons) {
  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /**
   * One thing that is not well.
   *
   * @param what journal, clock, config, device/NAME, point/DEVICE/NAME, uplink/NAME or certificates
   * @param text in words
   * @param failing whether samples cannot be kept
   */
  public record Reason(String what, String text, boolean failing) {}

  /** Over a status; {@code waiting} certificates need a decision. */
  public static Verdict of(AgentStatus status, long waiting) {
    List<Reason> reasons = new ArrayList<>();
    if (status.journalProblem() != null) {
      reasons.add(new Reason("journal", status.journalProblem(), true));
    }
    if (!status.clockSynced()) {
      reasons.add(new Reason("clock", "the clock has not been set: see timedatectl", false));
    }
    status.config().problems().forEach(p -> reasons.add(new Reason("config", p, false)));
    status.devices().forEach((name, health) -> device(name, health, reasons));
    status.uplinks().forEach((name, health) -> uplink(name, health, reasons));
    if (waiting > 0) {
      reasons.add(
          new Reason("certificates", waiting + " wait for a decision: gemba trust list", false));
    }
    return new Verdict(reasons);
  }

  private static void device(String name, DeviceHealth health, List<Reason> reasons) {
    if (health.state() != DeviceHealth.State.CONNECTED) {
      String problem = health.problem();
      String state = health.state().name().toLowerCase(Locale.ROOT);
      reasons.add(new Reason("device/" + name, problem == null ? state : problem, false));
    }
    health
        .pointProblems()
        .forEach(
            (point, words) -> reasons.add(new Reason("point/" + name + "/" + point, words, false)));
  }

  private static void uplink(String name, UplinkHealth health, List<Reason> reasons) {
    if (!health.connected()) {
      String problem = health.problem();
      reasons.add(new Reason("uplink/" + name, problem == null ? "connecting" : problem, false));
    }
  }

  /** Whether samples cannot be kept. */
  public boolean failing() {
    return reasons.stream().anyMatch(Reason::failing);
  }

  /** {@code ok}, {@code degraded} or {@code failing}. */
  public String word() {
    return failing() ? "failing" : reasons.isEmpty() ? "ok" : "degraded";
  }

  /** As JSON on one line. */
  public String json() {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", word());
          json.writeArrayFieldStart("reasons");
          for (Reason reason : reasons) {
            json.writeStartObject();
            json.writeStringField("what", reason.what());
            json.writeStringField("text", reason.text());
            json.writeBooleanField("failing", reason.failing());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
