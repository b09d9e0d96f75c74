package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.hal.spi.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;

/** Makes facts of the sections {@code gateway} and {@code journal}. */
final class GatewaySections {
  private final GatewayId gateway;
  private final ZoneId timezone;
  private final JournalConfig journal;
  private final PageConfig page;

  GatewaySections(Section top) {
    Section section = top.section("gateway");
    gateway =
        new GatewayId(
            section.parse("enterprise", Names::level, "enterprise"),
            section.parse("site", Names::level, "site"),
            section.parse("id", Names::level, "id"));
    timezone = section.parse("timezone", GatewaySections::zone, ZoneId.systemDefault());
    page = PageSection.read(section);
    journal = journal(top.settings().section("journal"));
  }

  GatewayId gateway() {
    return gateway;
  }

  ZoneId timezone() {
    return timezone;
  }

  JournalConfig journal() {
    return journal;
  }

  PageConfig page() {
    return page;
  }

  /** Values that could not be read were reported; what stands in for them is never used. */
  private static JournalConfig journal(Settings s) {
    return new JournalConfig(
        s.optionalFile("directory").orElse(Path.of("")),
        s.has("commit-every") ? s.duration("commit-every") : Duration.ZERO,
        s.has("max-size") ? s.size("max-size") : 0,
        s.has("max-age") ? s.duration("max-age") : Duration.ZERO,
        s.optionalText("when-full").orElse("").equals("refuse-new")
            ? WhenFull.REFUSE_NEW
            : WhenFull.DROP_OLDEST,
        s.has("daily-write-budget") ? s.size("daily-write-budget") : 0,
        s.has("card-endurance") ? s.size("card-endurance") : 0);
  }

  /** An IANA id; plain offsets are refused, for they know no summer time. */
  private static ZoneId zone(String text) throws Complaint {
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (known.contains(text)) {
      return ZoneId.of(text);
    }
    throw new Complaint(
        quote(text) + " is no time zone of the IANA list",
        Spelling.closest(text, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("write it like Asia/Shanghai or Europe/Berlin"));
  }
}
