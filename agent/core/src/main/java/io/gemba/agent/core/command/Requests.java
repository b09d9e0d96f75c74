package io.gemba.agent.core.command;

import io.gemba.cloud.spi.Command;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable.Operation;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes sense of a command's fields, or says in words what is wrong with them. */
final class Requests {
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "write", Set.of("point", "value", "until"),
          "call", Set.of("point", "arguments", "until"),
          "acknowledge", Set.of("point", "event", "condition", "comment", "until"),
          "confirm", Set.of("point", "event", "condition", "comment", "until"));

  private Requests() {}

  /** What was asked for cannot be understood. */
  static final class MisunderstoodException extends Exception {
    private static final long serialVersionUID = 1;

    MisunderstoodException(String words) {
      super(words);
    }
  }

  /** What a command wants to be done. */
  static Operation operation(Command command) throws MisunderstoodException {
    checkFields(command, FIELDS.get(command.name()));
    return switch (command.name()) {
      case "write" -> new Operation.Write(needed(command, "value"));
      case "call" -> call(command);
      default -> acknowledge(command);
    };
  }

  /**
   * Whether a command has fields that nobody knows.
   *
   * @param known null = the command itself is not known
   */
  static void checkFields(Command command, @Nullable Set<String> known)
      throws MisunderstoodException {
    if (known == null) {
      throw new MisunderstoodException(
          "no such command '"
              + command.name()
              + "'; there are "
              + String.join(
                  ", ",
                  Stream.concat(FIELDS.keySet().stream(), LineRequests.FIELDS.keySet().stream())
                      .sorted()
                      .toList()));
    }
    for (String field : command.fields().keySet()) {
      if (!known.contains(field)) {
        throw new MisunderstoodException(
            "unknown field '"
                + field
                + "'; '"
                + command.name()
                + "' takes "
                + String.join(", ", known.stream().sorted().toList())
                + " and id");
      }
    }
  }

  /** Which point it means. */
  static String point(Command command) throws MisunderstoodException {
    return text(command, "point");
  }

  /** After which moment it must not be executed; {@link Instant#MAX} when it does not say. */
  static Instant until(Command command) throws MisunderstoodException {
    return switch (command.fields().get("until")) {
      case null -> Instant.MAX;
      case Value.Int millis -> Instant.ofEpochMilli(millis.value());
      default ->
          throw new MisunderstoodException("'until' must be milliseconds since 1970-01-01 UTC");
    };
  }

  private static Operation call(Command command) throws MisunderstoodException {
    Value arguments = command.fields().getOrDefault("arguments", new Value.Items(List.of()));
    if (arguments instanceof Value.Items || arguments instanceof Value.Fields) {
      return new Operation.Call(arguments);
    }
    throw new MisunderstoodException(
        "'arguments' must be a list of values, or an object with a value for each name");
  }

  private static Operation acknowledge(Command command) throws MisunderstoodException {
    String event = text(command, "event");
    Value condition = command.fields().get("condition");
    try {
      return new Operation.Acknowledge(
          new Value.Bytes(Base64.getDecoder().decode(event)),
          condition == null ? null : text(command, "condition"),
          command.fields().containsKey("comment") ? text(command, "comment") : "",
          command.name().equals("confirm"));
    } catch (IllegalArgumentException e) {
      throw new MisunderstoodException("'event' must be the alarm's EventId as told, in Base64");
    }
  }

  private static String text(Command command, String field) throws MisunderstoodException {
    if (needed(command, field) instanceof Value.Text text && !text.value().isEmpty()) {
      return text.value();
    }
    throw new MisunderstoodException("'" + field + "' must be a text");
  }

  private static Value needed(Command command, String field) throws MisunderstoodException {
    Value value = command.fields().get(field);
    if (value == null || value instanceof Value.None) {
      throw new MisunderstoodException("'" + field + "' is missing");
    }
    return value;
  }
}
