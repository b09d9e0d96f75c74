package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import io.gemba.agent.core.config.LineConfig.Counter;
import io.gemba.agent.core.config.LineConfig.Machine;
import io.gemba.agent.core.config.LineConfig.Machinery;
import io.gemba.agent.core.config.LineConfig.Machines;
import io.gemba.agent.core.config.LineConfig.PackMl;
import io.gemba.agent.core.config.LineConfig.PackMl.Profile;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.config.LineConfig.Rule;
import io.gemba.agent.core.config.LineConfig.Rules;
import io.gemba.agent.core.config.LineConfig.StackLight;
import io.gemba.agent.core.config.LineConfig.StateSource;
import io.gemba.agent.core.formula.Formula;
import io.gemba.agent.core.formula.FormulaException;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.hal.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes facts of {@code state}: where the state of a line or of one of its machines comes from. */
final class StateSections {
  private static final PointRef NONE = new PointRef("", "");
  private final KnownPoints points;

  StateSections(KnownPoints points) {
    this.points = points;
  }

  StateSource read(Section state) {
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
      case "rules" -> new Rules(rules(state));
      case "machines" -> machines(state);
      default -> new Counter();
    };
  }

  private StackLight lamps(Section state) {
    StackLight lamps =
        new StackLight(
            state.parseOptional("green", points::ref),
            state.parseOptional("amber", points::ref),
            state.parseOptional("red", points::ref),
            state.parseOptional("blue", points::ref),
            meanings(state.settings().section("meanings")));
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

  private List<Rule> rules(Section state) {
    List<Rule> rules = new ArrayList<>();
    for (Section section : state.sections("rules")) {
      Optional<Formula> when = section.parseOptional("when", StateSections::formula);
      Map<String, PointRef> read = new LinkedHashMap<>();
      when.ifPresent(
          formula ->
              formula
                  .points()
                  .forEach(
                      name ->
                          section
                              .parseOptional("when", _ -> points.ref(name))
                              .ifPresent(ref -> read.put(name, ref))));
      when.ifPresent(
          formula ->
              rules.add(
                  new Rule(
                      formula,
                      read,
                      stateOf(section.settings().optionalText("state").orElse("unknown")),
                      section.settings().optionalText("cause").orElse(null))));
    }
    if (rules.isEmpty() && state.sound()) {
      state
          .problems()
          .add(
              state.where().at(),
              "no rule says what the state is",
              "add to 'rules': - { when: \"[device/point] > 0\", state: running }");
    }
    return rules;
  }

  private static Map<String, State> meanings(Settings section) {
    Map<String, State> meanings = new LinkedHashMap<>();
    for (String lamp : Schema.LAMPS) {
      section.optionalText(lamp).ifPresent(word -> meanings.put(lamp, stateOf(word)));
    }
    return meanings;
  }

  private static State stateOf(String word) {
    return State.valueOf(word.toUpperCase(Locale.ROOT));
  }

  static Formula formula(String text) throws Complaint {
    try {
      return Formula.parse(text);
    } catch (FormulaException e) {
      throw new Complaint(
          "the formula " + quote(text) + " cannot be read: " + e.words(),
          "write for example \"[press1/speed] > 5 && [press1/alarm] == 0\"");
    }
  }

  private Machines machines(Section state) {
    Map<String, Machine> machines = new LinkedHashMap<>();
    state.named("machines").forEach((name, section) -> machines.put(name, machine(section)));
    if (machines.isEmpty()) {
      complain(state, "machines", "a line of no machines", "name at least one below 'machines:'");
    }
    String combine = state.settings().optionalText("combine").orElse("key");
    Optional<String> key = Optional.empty();
    if (combine.equals("key")) {
      key = state.settings().optionalText("key").or(() -> machines.keySet().stream().findFirst());
      String wanted = key.orElse("");
      if (!machines.containsKey(wanted) && !machines.isEmpty()) {
        complain(
            state,
            "key",
            "there is no machine " + quote(wanted),
            Spelling.didYouMean(wanted, machines.keySet()));
      }
    }
    return new Machines(machines, minRunning(state, combine, machines.size()), key);
  }

  private int minRunning(Section state, String combine, int machines) {
    boolean said = state.settings().has("min-running");
    if (combine.equals("min-running")) {
      if (!said) {
        complain(state, "combine", "how many machines must run is missing", "add 'min-running: 2'");
        return 1;
      }
      long wanted = state.settings().integer("min-running");
      if (wanted > machines && machines > 0) {
        complain(
            state,
            "min-running",
            "the line has only " + machines + " machines",
            "write 1 to " + machines);
      }
      return (int) wanted;
    }
    if (said) {
      complain(
          state,
          "min-running",
          "'min-running' has no effect with 'combine: " + combine + "'",
          "write 'combine: min-running' or leave it out");
    }
    return combine.equals("all") ? machines : 1;
  }

  private Machine machine(Section section) {
    Machine machine =
        new Machine(
            read(section.section("state")),
            section.parseOptional("good", points::ref),
            section.settings().has("ideal-cycle")
                ? section.settings().duration("ideal-cycle")
                : Duration.ZERO);
    if (machine.state() instanceof Counter && machine.good().isEmpty()) {
      complain(
          section,
          "state",
          "a state from the counter needs the key 'good'",
          "add 'good: DEVICE/POINT', the machine's counter of parts");
    }
    return machine;
  }

  private static void complain(Section section, String key, String what, String instead) {
    if (section.sound()) {
      section.problems().add(section.at(key), what, instead);
    }
  }
}
