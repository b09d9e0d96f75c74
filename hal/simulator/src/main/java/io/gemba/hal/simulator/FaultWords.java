package io.gemba.hal.simulator;

import io.gemba.hal.simulator.model.MouldingLine;
import io.gemba.hal.simulator.model.Plant;
import io.gemba.hal.simulator.model.StopKind;
import io.gemba.hal.simulator.opcua.PointTable;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;

/** The words that make the plant misbehave. Plant thread. */
final class FaultWords {

  /** All words, as OPC UA methods are named too. */
  static final List<String> WORDS =
      List.of(
          "stop",
          "hold",
          "setup",
          "starve",
          "fault",
          "resume",
          "freeze-point",
          "bad-point",
          "good-point",
          "flap",
          "state",
          "help",
          "die");

  static final String HELP =
      """
      stop [PRESS] [CAUSE]    stop a press until resume (the first press when none is named)
      hold [PRESS] [CAUSE]    the operator holds it (Held)
      setup [PRESS] [CAUSE]   mould change (Stopped, manual mode, green blinks)
      starve [PRESS] [CAUSE]  no material (Suspended)
      fault [PRESS] [CAUSE]   a fault (Aborted, red lamp)
      resume [PRESS]          back to production, also from a natural stop
      freeze-point NAME       the server stops updating a point, such as Press1.OilTemp
      bad-point NAME          the point's status turns Bad, without a value
      flap NAME               the point turns Bad and Good every 200 ms
      good-point NAME         the point is healthy again
      state                   what every press does
      help                    this list
      die                     the process ends at once, without a goodbye
      """;

  private final Plant plant;
  private final PointTable points;
  private final Supplier<DateTime> now;
  private final Runnable die;

  FaultWords(Plant plant, PointTable points, Supplier<DateTime> now, Runnable die) {
    this.plant = plant;
    this.points = points;
    this.now = now;
    this.die = die;
  }

  String say(String line) {
    String[] split = line.strip().split("\\s+", 2);
    String rest = split.length > 1 ? split[1] : "";
    return switch (split[0].toLowerCase(Locale.ROOT)) {
      case "stop" -> stop(StopKind.STOP, rest);
      case "hold" -> stop(StopKind.HOLD, rest);
      case "setup" -> stop(StopKind.SETUP, rest);
      case "starve" -> stop(StopKind.STARVED, rest);
      case "fault" -> stop(StopKind.FAULT, rest);
      case "resume" -> resume(rest);
      case "freeze-point" -> {
        points.freeze(rest);
        yield rest + " is frozen";
      }
      case "bad-point" -> {
        points.bad(rest, now.get());
        yield rest + " is bad";
      }
      case "good-point" -> {
        points.good(rest, now.get());
        yield rest + " is good";
      }
      case "flap" -> {
        points.flap(rest, now.get());
        yield rest + " flaps";
      }
      case "state" ->
          plant.lines().stream().map(FaultWords::state).collect(Collectors.joining("; "));
      case "help", "" -> HELP;
      case "die" -> {
        die.run();
        yield "dying";
      }
      default ->
          throw new IllegalArgumentException(
              "unknown word \"%s\": say one of %s".formatted(split[0], String.join(", ", WORDS)));
    };
  }

  private String stop(StopKind kind, String rest) {
    String[] split = rest.split("\\s+", 2);
    boolean named = isPress(split[0]);
    MouldingLine press = named ? plant.line(split[0]) : plant.lines().getFirst();
    String cause = named ? (split.length > 1 ? split[1] : "") : rest;
    if (cause.isBlank()) {
      press.stop(kind);
    } else {
      press.stop(kind, cause, MouldingLine.UNTIL_RESUMED);
    }
    return state(press);
  }

  private String resume(String rest) {
    MouldingLine press = rest.isEmpty() ? plant.lines().getFirst() : plant.line(rest);
    String before = press.state().label();
    return press.resume()
        ? press.settings().machine() + " leaves " + before
        : press.settings().machine() + " is " + before + ": nothing to resume";
  }

  private boolean isPress(String word) {
    return plant.lines().stream().anyMatch(p -> p.settings().machine().equalsIgnoreCase(word));
  }

  private static String state(MouldingLine press) {
    String cause = press.openInterval().cause();
    return press.settings().machine()
        + " is "
        + press.state().label()
        + (cause.isEmpty() ? "" : " (" + cause + ")");
  }
}
