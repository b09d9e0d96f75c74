package io.gemba.agent.core.config;

import io.gemba.agent.core.config.LineConfig.Counter;
import io.gemba.agent.core.config.LineConfig.Machinery;
import io.gemba.agent.core.config.LineConfig.PackMl;
import io.gemba.agent.core.config.LineConfig.PackMl.Profile;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.config.LineConfig.StackLight;
import io.gemba.agent.core.config.LineConfig.StateSource;
import io.gemba.hal.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes facts of the section {@code lines}. */
final class LineSections {
  private static final PointRef NONE = new PointRef("", "");
  private final KnownPoints points;

  LineSections(KnownPoints points) {
    this.points = points;
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
            state(section.section("state")),
            section.parseOptional("good", points::ref),
            section.parseOptional("reject", points::ref),
            settings.has("ideal-cycle") ? settings.duration("ideal-cycle") : Duration.ZERO,
            ShiftSections.read(section.sections("shifts")));
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

  private StateSource state(Section state) {
    return switch (state.settings().optionalText("from").orElse("")) {
      case "stack-light" -> lamps(state);
      case "packml" ->
          new PackMl(
              state.parse("state", points::ref, NONE),
              state.parseOptional("mode", points::ref),
              state.settings().optionalText("profile").orElse("").equals("opc-30060")
                  ? Profile.OPC_30060
                  : Profile.ISA_TR88);
      case "machinery" -> new Machinery(state.parse("state", points::ref, NONE));
      default -> new Counter();
    };
  }

  private StackLight lamps(Section state) {
    StackLight lamps =
        new StackLight(
            state.parseOptional("green", points::ref),
            state.parseOptional("amber", points::ref),
            state.parseOptional("red", points::ref),
            state.parseOptional("blue", points::ref));
    boolean dark =
        state.settings().optionalText("green").isEmpty()
            && state.settings().optionalText("amber").isEmpty()
            && state.settings().optionalText("red").isEmpty();
    if (dark && state.sound()) {
      state
          .problems()
          .add(
              state.where().at(),
              "a stack light without lamps",
              "add at least one of green, amber, red as DEVICE/POINT");
    }
    return lamps;
  }
}
