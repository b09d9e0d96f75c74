package io.gemba.agent.core.config;

import io.gemba.agent.core.config.LineConfig.Counter;
import io.gemba.hal.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes facts of the section {@code lines}. */
final class LineSections {
  private final KnownPoints points;
  private final StateSections states;
  private final ReasonSections reasons;

  LineSections(KnownPoints points, ReasonSections reasons) {
    this.points = points;
    this.reasons = reasons;
    this.states = new StateSections(points);
  }

  List<LineConfig> read(Section top) {
    List<LineConfig> lines = new ArrayList<>();
    for (Map.Entry<String, Section> entry : top.named("lines").entrySet()) {
      lines.add(line(entry.getKey(), entry.getValue()));
    }
    return lines;
  }

  private LineConfig line(String name, Section section) {
    Settings settings = section.settings();
    LineConfig line =
        new LineConfig(
            name,
            section.names(),
            states.read(section.section("state")),
            section.parseOptional("good", points::ref),
            section.parseOptional("reject", points::ref),
            section.parseOptional("energy", points::ref),
            settings.has("ideal-cycle") ? settings.duration("ideal-cycle") : Duration.ZERO,
            ShiftSections.read(section.sections("shifts")),
            reasons.of(section));
    if (line.state() instanceof Counter && line.good().isEmpty() && section.sound()) {
      section
          .problems()
          .add(
              section.at("state"),
              "a state from the counter needs the key 'good'",
              "add 'good: DEVICE/POINT', the counter of good parts");
    }
    return line;
  }
}
