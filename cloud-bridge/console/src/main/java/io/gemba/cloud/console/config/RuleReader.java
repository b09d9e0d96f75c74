package io.gemba.cloud.console.config;

import io.gemba.cloud.console.notify.Glob;
import io.gemba.cloud.console.notify.Quiet;
import io.gemba.cloud.console.notify.Rule;
import io.gemba.cloud.console.notify.Rule.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code notify.rules:}. */
final class RuleReader {
  private static final Set<String> COMMON =
      Set.of("when", "longer", "lines", "to", "repeat", "quiet", "resolved");
  private static final Set<String> STATES =
      Set.of("FAULT", "SETUP", "RUNNING", "PLANNED", "IDLE", "STOPPED");
  private static final Set<String> SEVERITIES = Set.of("info", "warning", "critical");

  private final String name;
  private final Section section;
  private final Set<String> channels;

  RuleReader(String name, Section section, Set<String> channels) {
    this.name = name;
    this.section = section;
    this.channels = channels;
  }

  Optional<Rule> read() {
    String text = section.text("when").orElse("");
    When when;
    try {
      when = When.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      section.wrong(
          "when",
          "rule `" + name + "` does not say what it looks at",
          "write `when:` stop, offline, gap or alarm");
      return Optional.empty();
    }
    allow(when);
    boolean percent = section.text("more").map(m -> m.endsWith("%")).orElse(false);
    return Optional.of(
        new Rule(
            name,
            when,
            longer(when),
            more(when, percent),
            percent,
            states(),
            severity(),
            lines(),
            to(),
            repeat(),
            quiet(),
            resolved()));
  }

  private void allow(When when) {
    Set<String> known = new HashSet<>(COMMON);
    switch (when) {
      case STOP -> known.add("states");
      case GAP -> known.add("more");
      case ALARM -> known.add("severity");
      case OFFLINE -> {}
    }
    section.allow(known);
  }

  private Duration longer(When when) {
    Duration standard =
        switch (when) {
          case STOP, OFFLINE -> Duration.ofMinutes(5);
          case GAP -> Duration.ofMinutes(10);
          case ALARM -> Duration.ZERO;
        };
    return NotifyReader.duration(section, "longer").orElse(standard);
  }

  private double more(When when, boolean percent) {
    Optional<String> text = section.text("more");
    if (text.isEmpty()) {
      if (when == When.GAP) {
        section.wrong("more", "no limit", "write parts, `more: 50`, or a share, `more: 10%`");
      }
      return 0;
    }
    String number = percent ? text.get().substring(0, text.get().length() - 1) : text.get();
    if (!number.matches("\\d{1,9}(\\.\\d{1,3})?")) {
      section.wrong("more", "`" + text.get() + "` is no limit", "write `more: 50` or `more: 10%`");
      return 0;
    }
    return Double.parseDouble(number);
  }

  private Set<String> states() {
    List<String> written = section.texts("states");
    for (String state : written) {
      if (!STATES.contains(state.toUpperCase(Locale.ROOT))) {
        section.wrong("states", "`" + state + "` is no state", "write `[fault, stopped]`");
      }
    }
    Set<String> states = new HashSet<>();
    written.forEach(s -> states.add(s.toUpperCase(Locale.ROOT)));
    return states.isEmpty() ? Set.of("FAULT", "STOPPED") : Set.copyOf(states);
  }

  private String severity() {
    String severity = section.text("severity").orElse("warning");
    if (!SEVERITIES.contains(severity)) {
      section.wrong("severity", "`" + severity + "` is none", "write info, warning or critical");
    }
    return severity;
  }

  private List<Glob> lines() {
    List<Glob> lines = section.texts("lines").stream().map(Glob::of).toList();
    return lines.isEmpty() ? List.of(Glob.ALL) : lines;
  }

  private List<String> to() {
    List<String> to = section.texts("to");
    if (to.isEmpty()) {
      section.wrong("to", "rule `" + name + "` tells nobody", "write `to: [CHANNEL]`");
    }
    for (String channel : to) {
      if (!channels.contains(channel)) {
        section.wrong(
            "to",
            "there is no channel `" + channel + "`",
            DidYouMean.nearest(channel, channels)
                .map(c -> "did you mean `" + c + "`?")
                .orElse("describe it under `notify.channels`"));
      }
    }
    return List.copyOf(to);
  }

  private @Nullable Duration repeat() {
    return NotifyReader.duration(section, "repeat").filter(Duration::isPositive).orElse(null);
  }

  private List<Quiet> quiet() {
    List<Quiet> all = new ArrayList<>();
    for (String text : section.texts("quiet")) {
      Optional<Quiet> quiet = Quiet.parse(text);
      if (quiet.isEmpty()) {
        section.wrong(
            "quiet",
            "`" + text + "` is no time of quiet",
            "write `[\"22:00-06:00\", \"sun\", \"mon-fri 12:00-13:00\"]`");
      }
      quiet.ifPresent(all::add);
    }
    return List.copyOf(all);
  }

  private boolean resolved() {
    String text = section.text("resolved").orElse("true");
    if (!text.equals("true") && !text.equals("false")) {
      section.wrong("resolved", "`" + text + "` is neither true nor false", "write `true`");
    }
    return text.equals("true");
  }
}
