package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import io.gemba.agent.core.config.AlarmConfig.Condition;
import io.gemba.agent.core.config.AlarmConfig.Deviation;
import io.gemba.agent.core.config.AlarmConfig.High;
import io.gemba.agent.core.config.AlarmConfig.Low;
import io.gemba.agent.core.config.AlarmConfig.Rate;
import io.gemba.agent.core.config.AlarmConfig.Silence;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.cloud.spi.AlarmDefinition;
import io.gemba.cloud.spi.AlarmDefinition.Kind;
import io.gemba.cloud.spi.AlarmDefinition.Severity;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes facts of the section {@code alarms}. */
final class AlarmSections {
  private static final List<String> KINDS = List.of("high", "low", "rate", "deviation", "silence");

  /** What belongs to another key and says nothing without it. */
  private static final Map<String, String> BELONGS = Map.of("within", "rate", "from", "deviation");

  private final KnownPoints points;
  private final List<DeviceEntry> devices;

  AlarmSections(KnownPoints points, List<DeviceEntry> devices) {
    this.points = points;
    this.devices = List.copyOf(devices);
  }

  List<AlarmConfig> read(Section top) {
    List<AlarmConfig> alarms = new ArrayList<>();
    for (Map.Entry<String, Section> entry : top.named("alarms").entrySet()) {
      int before = entry.getValue().problems().count();
      Section section = entry.getValue();
      Optional<PointRef> point = section.parseOptional("point", points::ref);
      Optional<String> kind = kind(section);
      if (point.isPresent() && kind.isPresent() && section.sound()) {
        Optional<AlarmConfig> alarm = alarm(entry.getKey(), section, point.get(), kind.get());
        alarm.filter(_ -> section.problems().count() == before).ifPresent(alarms::add);
      }
    }
    return alarms;
  }

  /** The one thing that is watched. */
  private static Optional<String> kind(Section section) {
    List<String> said = KINDS.stream().filter(section.settings()::has).toList();
    if (said.size() != 1 && section.sound()) {
      complain(
          section,
          said.isEmpty() ? "" : said.get(1),
          said.isEmpty()
              ? "nothing says when this alarm is raised"
              : "an alarm watches one thing, and this one has " + String.join(" and ", said),
          said.isEmpty()
              ? "add one of high, low, rate, deviation, silence"
              : "make an alarm of its own for each");
    }
    BELONGS.forEach(
        (key, owner) -> {
          if (section.settings().has(key) && !section.settings().has(owner) && section.sound()) {
            complain(
                section,
                key,
                "'" + key + "' has no effect without '" + owner + "'",
                "add '" + owner + ":' or leave it out");
          }
        });
    return said.size() == 1 ? Optional.of(said.getFirst()) : Optional.empty();
  }

  private Optional<AlarmConfig> alarm(String id, Section section, PointRef point, String kind) {
    Settings settings = section.settings();
    Condition condition = condition(section, kind);
    double hysteresis = settings.has("hysteresis") ? settings.decimal("hysteresis") : 0;
    checkHysteresis(section, condition, hysteresis);
    Severity severity =
        Severity.valueOf(
            settings.optionalText("severity").orElse("warning").toUpperCase(Locale.ROOT));
    return device(point.device())
        .map(
            device ->
                new AlarmConfig(
                    new AlarmDefinition(
                        id,
                        section.names(),
                        severity,
                        Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                        device.device(),
                        point.point()),
                    condition,
                    hysteresis,
                    duration(settings, "on-delay"),
                    duration(settings, "off-delay"),
                    condition instanceof Silence ? "SEC" : unit(device, point.point())));
  }

  private Condition condition(Section section, String kind) {
    Settings settings = section.settings();
    return switch (kind) {
      case "high" -> new High(settings.decimal("high"));
      case "low" -> new Low(settings.decimal("low"));
      case "rate" -> {
        if (!settings.has("within")) {
          complain(section, "rate", "in what time is missing", "add 'within: 1min'");
        }
        yield new Rate(settings.decimal("rate"), duration(settings, "within"));
      }
      case "deviation" -> deviation(section);
      default -> new Silence(settings.duration("silence"));
    };
  }

  private Condition deviation(Section section) {
    double most = section.settings().decimal("deviation");
    Optional<String> from = section.settings().optionalText("from");
    if (from.isEmpty()) {
      complain(
          section,
          "deviation",
          "from what is missing",
          "add 'from:' with a number, or a point as device/point");
      return new Deviation(most, Optional.empty(), 0);
    }
    try {
      return new Deviation(most, Optional.empty(), Double.parseDouble(from.get()));
    } catch (NumberFormatException e) {
      return new Deviation(most, section.parseOptional("from", points::ref), 0);
    }
  }

  /** One that never comes back far enough would never clear. */
  private static void checkHysteresis(Section section, Condition condition, double hysteresis) {
    double room =
        switch (condition) {
          case Rate rate -> rate.change();
          case Deviation deviation -> deviation.most();
          case Silence silence -> 0;
          default -> Double.POSITIVE_INFINITY;
        };
    if (hysteresis > 0 && hysteresis >= room) {
      complain(
          section,
          "hysteresis",
          room == 0
              ? "'hysteresis' has no effect on silence"
              : "with a hysteresis of " + quote(Figures.plain(hysteresis)) + " it never clears",
          room == 0 ? "leave it out" : "write less than " + Figures.plain(room));
    }
  }

  private Optional<DeviceEntry> device(String name) {
    return devices.stream().filter(entry -> entry.device().name().equals(name)).findFirst();
  }

  private static @Nullable String unit(DeviceEntry device, String point) {
    return device.config().points().stream()
        .filter(p -> p.name().equals(point))
        .map(DeviceConfig.Point::unit)
        .filter(unit -> unit != null)
        .findFirst()
        .orElse(null);
  }

  private static Duration duration(Settings settings, String key) {
    return settings.has(key) ? settings.duration(key) : Duration.ZERO;
  }

  private static void complain(Section section, String key, String what, String instead) {
    section.problems().add(key.isEmpty() ? section.where().at() : section.at(key), what, instead);
  }
}
