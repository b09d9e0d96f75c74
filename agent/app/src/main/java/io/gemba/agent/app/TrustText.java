package io.gemba.agent.app;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gemba.agent.app.status.Json;
import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.Exported;
import io.gemba.hal.spi.TrustKeeper.Own;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Certificates for people and for scripts. */
final class TrustText {
  private static final Duration EXPIRY_AHEAD = Duration.ofDays(30);

  private TrustText() {}

  /** All of them, with what to do next. */
  static String list(List<Shown> all, Instant now, String config) {
    if (all.isEmpty()) {
      return "no server has shown a certificate yet; they arrive with the first attempt to connect";
    }
    StringBuilder text = new StringBuilder();
    for (Shown one : all) {
      text.append(one.state().name()).append(one.authority() ? " AUTHORITY" : "");
      text.append(expiry(one.validUntil(), now)).append('\n');
      text.append(one(one)).append('\n');
    }
    return text.append(whatNext(all, config)).toString().stripTrailing();
  }

  /** Where only one waits, the very command. */
  private static String whatNext(List<Shown> all, String config) {
    List<Shown> waiting =
        all.stream()
            .filter(one -> one.state() == State.PENDING || one.state() == State.CHANGED)
            .toList();
    if (waiting.isEmpty()) {
      return "";
    }
    boolean plain = waiting.size() == 1 && waiting.getFirst().state() == State.PENDING;
    List<By> by = waiting.getFirst().by();
    String which =
        waiting.size() > 1 ? "DEVICE" : plain && !by.isEmpty() ? by.getFirst().device() : "SHA-256";
    return waiting.size()
        + " waiting: compare the SHA-256 with the one the machine itself shows, then 'gemba"
        + " trust accept"
        + config
        + " "
        + printable(which)
        + "' or '… reject …'";
  }

  /** One of them, indented. */
  static String one(Shown one) {
    StringBuilder text = new StringBuilder();
    for (By by : one.by()) {
      text.append("  device   ").append(printable(by.device())).append(" at ").append(by.address());
      text.append(", first shown ").append(by.since().truncatedTo(ChronoUnit.SECONDS)).append('\n');
    }
    if (one.by().isEmpty() && !one.authority()) {
      text.append("  device   none: it was put here by hand\n");
    }
    if (one.state() == State.TRUSTED) {
      text.append("  for      ").append(forWhom(one)).append('\n');
    }
    text.append("  subject  ").append(printable(one.subject())).append('\n');
    String issuer = one.issuer().equals(one.subject()) ? "itself" : printable(one.issuer());
    text.append("  issuer   ").append(issuer).append('\n');
    text.append("  valid    ").append(day(one.validFrom())).append(" to ");
    text.append(day(one.validUntil())).append('\n');
    text.append("  SHA-256  ").append(one.sha256()).append('\n');
    one.by().stream()
        .map(By::before)
        .filter(before -> !before.isEmpty())
        .distinct()
        .forEach(before -> text.append("  before   ").append(before).append('\n'));
    one.remarks().forEach(remark -> text.append("  note     ").append(remark).append('\n'));
    return text.toString();
  }

  private static String forWhom(Shown one) {
    String whom = one.only().isEmpty() ? "every device" : String.join(", ", one.only());
    return one.authority() ? "all that it signed, of " + whom : printable(whom);
  }

  /** This gateway's own certificates, below a list; empty when there are none yet. */
  static String own(List<Own> all, Instant now, String config) {
    StringBuilder text = new StringBuilder();
    for (Own one : all) {
      text.append(one.renewed() ? "\nOUR NEW ONE" : "\n\nTHIS GATEWAY'S OWN");
      text.append(expiry(one.validUntil(), now)).append('\n');
      text.append("  subject  ").append(one.subject()).append('\n');
      text.append("  valid    ").append(day(one.validFrom())).append(" to ");
      text.append(day(one.validUntil())).append('\n');
      text.append("  SHA-256  ").append(one.sha256()).append('\n');
      if (one.renewed()) {
        text.append("  taken by ").append(names(one.takenBy())).append('\n');
        text.append("  not yet  ").append(names(one.waitingFor())).append('\n');
        text.append("when all have taken it: gemba trust renew").append(config);
        text.append(" --finish\n");
      } else if (!one.validUntil().isAfter(now.plus(EXPIRY_AHEAD)) && all.size() == 1) {
        text.append("make a new one: gemba trust renew").append(config).append('\n');
      }
    }
    return text.toString().stripTrailing();
  }

  private static String names(List<String> servers) {
    return servers.isEmpty() ? "none" : String.join(", ", servers);
  }

  static String sentencesJson(List<String> sentences) {
    return Json.of(
        json -> {
          json.writeStartArray();
          for (String one : sentences) {
            json.writeString(one);
          }
          json.writeEndArray();
        });
  }

  /** What the exporter must know. */
  static String exported(Exported one) {
    return "this gateway's certificate: "
        + one.subject()
        + "\n  SHA-256  "
        + one.sha256()
        + "\n  written  "
        + one.files().stream().map(Path::toString).collect(Collectors.joining(", "))
        + "\n"
        + one.whatNext();
  }

  static String exportedJson(List<Exported> exported) {
    return Json.of(
        json -> {
          json.writeStartArray();
          for (Exported one : exported) {
            json.writeStartObject();
            json.writeStringField("subject", one.subject());
            json.writeStringField("sha256", one.sha256());
            json.writeArrayFieldStart("files");
            for (Path file : one.files()) {
              json.writeString(file.toString());
            }
            json.writeEndArray();
            json.writeStringField("next", one.whatNext());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static String json(List<Shown> all) {
    return Json.of(
        json -> {
          json.writeStartArray();
          for (Shown one : all) {
            write(json, one);
          }
          json.writeEndArray();
        });
  }

  /**
   * The same certificate once it is decided about.
   *
   * @param only for whom; empty = for every device
   */
  static Shown with(Shown one, State state, Set<String> only) {
    return new Shown(
        state,
        one.sha256(),
        one.subject(),
        one.issuer(),
        one.validFrom(),
        one.validUntil(),
        one.by(),
        only.stream().sorted().toList(),
        one.authority(),
        one.remarks());
  }

  private static void write(JsonGenerator json, Shown one) throws IOException {
    json.writeStartObject();
    json.writeStringField("state", one.state().name().toLowerCase(Locale.ROOT));
    json.writeStringField("sha256", one.sha256());
    json.writeStringField("subject", one.subject());
    json.writeStringField("issuer", one.issuer());
    json.writeStringField("validFrom", one.validFrom().toString());
    json.writeStringField("validUntil", one.validUntil().toString());
    json.writeBooleanField("authority", one.authority());
    strings(json, "only", one.only());
    strings(json, "remarks", one.remarks());
    json.writeArrayFieldStart("shownBy");
    for (By by : one.by()) {
      json.writeStartObject();
      json.writeStringField("device", by.device());
      json.writeStringField("address", by.address());
      json.writeStringField("since", by.since().toString());
      if (!by.before().isEmpty()) {
        json.writeStringField("before", by.before());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, List<String> all)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String one : all) {
      json.writeString(one);
    }
    json.writeEndArray();
  }

  private static String expiry(Instant end, Instant now) {
    if (end.isBefore(now)) {
      return ", EXPIRED";
    }
    return end.isBefore(now.plus(EXPIRY_AHEAD))
        ? ", expires in " + Duration.between(now, end).toDays() + " days"
        : "";
  }

  private static String day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
  }

  /** A stranger's text must not move the cursor of this terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
