package io.gemba.agent.app.doctor;

import io.gemba.agent.app.doctor.Finding.Result;
import io.gemba.agent.app.status.Json;
import java.util.List;
import java.util.Locale;

/** Findings for people and for machines. */
public final class Report {
  private Report() {}

  /** How many there are of a kind. */
  public static long count(List<Finding> findings, Result result) {
    return findings.stream().filter(f -> f.result() == result).count();
  }

  /** A line each, and what to do below those that are not well. */
  public static String text(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding f : findings) {
      String mark = f.result() == Result.OK ? "ok" : f.result().name();
      String what = f.subject().isEmpty() ? f.area() : f.area() + " " + f.subject();
      text.append("%-5s %s: %s%n".formatted(mark, what, plain(f.text())));
      if (!f.fix().isEmpty()) {
        text.append("      -> ").append(plain(f.fix())).append(System.lineSeparator());
      }
    }
    long failed = count(findings, Result.FAIL);
    long warned = count(findings, Result.WARN);
    text.append(
        failed + warned == 0
            ? "all is well"
            : "%d failed, %d to look at".formatted(failed, warned));
    return text.toString();
  }

  /** What others wrote must not reach the terminal as commands. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /** {@code {"failed":…,"warnings":…,"findings":[…]}}. */
  public static String json(List<Finding> findings) {
    return Json.of(
        json -> {
          json.writeStartObject();
          json.writeNumberField("failed", count(findings, Result.FAIL));
          json.writeNumberField("warnings", count(findings, Result.WARN));
          json.writeArrayFieldStart("findings");
          for (Finding f : findings) {
            json.writeStartObject();
            json.writeStringField("result", f.result().name().toLowerCase(Locale.ROOT));
            json.writeStringField("area", f.area());
            json.writeStringField("subject", f.subject());
            json.writeStringField("text", f.text());
            json.writeStringField("fix", f.fix());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
