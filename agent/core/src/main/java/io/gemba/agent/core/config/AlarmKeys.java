package io.gemba.agent.core.config;

import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import java.util.List;

/** What may be written under {@code alarms}. */
final class AlarmKeys {
  static final ConfigKey ALARMS =
      ConfigKey.of(
              "alarms",
              Kind.NAMED_SECTIONS,
              "What to be warned of, each watching one thing of one point: high, low, rate, deviation or silence")
          .holding(
              List.of(
                  ConfigKey.of("point", Kind.TEXT, "What is watched, as device/point").mandatory(),
                  ConfigKey.of(
                      "high",
                      Kind.DECIMAL,
                      "Raised while the value is above this; true counts as 1"),
                  ConfigKey.of(
                      "low",
                      Kind.DECIMAL,
                      "Raised while the value is below this; false counts as 0"),
                  ConfigKey.of(
                          "rate",
                          Kind.DECIMAL,
                          "Raised when the value has changed by more than this in the time that 'within' says")
                      .between(0, 1e15),
                  ConfigKey.of("within", Kind.DURATION, "The time of 'rate'").between(100, 3600e3),
                  ConfigKey.of(
                          "deviation",
                          Kind.DECIMAL,
                          "Raised while the value is further than this from what 'from' says")
                      .between(0, 1e15),
                  ConfigKey.of(
                      "from", Kind.TEXT, "Where the value should be: a number, or another point"),
                  ConfigKey.of(
                          "silence",
                          Kind.DURATION,
                          "Raised when no good sample has come for so long; many machines tell of changes only")
                      .between(15_000, 30 * 86400e3),
                  ConfigKey.of(
                          "hysteresis", Kind.DECIMAL, "How far it must come back before it clears")
                      .between(0, 1e15)
                      .orElse("0"),
                  ConfigKey.of(
                          "on-delay", Kind.DURATION, "How long it must hold before it is raised")
                      .between(0, 86400e3)
                      .orElse("0s"),
                  ConfigKey.of(
                          "off-delay", Kind.DURATION, "How long it must be over before it clears")
                      .between(0, 86400e3)
                      .orElse("5s"),
                  ConfigKey.choice(
                          "severity", "How bad it is", List.of("critical", "warning", "info"))
                      .orElse("warning"),
                  Schema.NAME));

  private AlarmKeys() {}
}
