package io.gemba.agent.core.command;

import io.gemba.agent.core.command.LineRequest.Deed;
import io.gemba.agent.core.command.LineRequest.Explain;
import io.gemba.agent.core.command.LineRequest.OnAlarm;
import io.gemba.agent.core.command.Requests.MisunderstoodException;
import io.gemba.agent.core.config.Durations;
import io.gemba.cloud.spi.Command;
import io.gemba.hal.spi.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes sense of commands about lines, or says in words what is wrong with them. */
final class LineRequests {
  static final Map<String, Set<String>> FIELDS =
      Map.of(
          "reason", Set.of("line", "at", "reason", "by", "until"),
          "alarm", Set.of("alarm", "line", "device", "do", "for", "comment", "by", "until"));

  private static final Duration LONGEST_SHELVING = Duration.ofDays(7);
  private static final int LONGEST_TEXT = 200;

  private LineRequests() {}

  static boolean knows(String command) {
    return FIELDS.containsKey(command);
  }

  /**
   * What a command about a line wants.
   *
   * @param lineOf the line that a device stands at; for a device that is not there, anything
   */
  static LineRequest of(Command command, UnaryOperator<String> lineOf)
      throws MisunderstoodException {
    return command.name().equals("reason") ? explain(command) : onAlarm(command, lineOf);
  }

  private static LineRequest explain(Command command) throws MisunderstoodException {
    if (!(command.fields().get("at") instanceof Value.Int(long millis))) {
      throw new MisunderstoodException(
          "'at' must be a moment within the stop, in milliseconds since 1970-01-01 UTC");
    }
    if (!command.fields().containsKey("reason")) {
      throw new MisunderstoodException("'reason' is missing; null takes one back");
    }
    try {
      return new Explain(
          needed(command, "line"),
          Instant.ofEpochMilli(millis),
          optional(command, "reason"),
          by(command));
    } catch (DateTimeException e) {
      throw new MisunderstoodException("'at' is no moment: " + millis);
    }
  }

  private static LineRequest onAlarm(Command command, UnaryOperator<String> lineOf)
      throws MisunderstoodException {
    String device = optional(command, "device");
    String line = device == null ? needed(command, "line") : lineOf.apply(device);
    Deed deed = deed(needed(command, "do"));
    return new OnAlarm(
        line,
        needed(command, "alarm"),
        deed,
        deed == Deed.SHELVE ? lasting(needed(command, "for")) : Duration.ZERO,
        command.fields().containsKey("comment") ? comment(command) : "",
        by(command));
  }

  static Deed deed(String word) throws MisunderstoodException {
    for (Deed deed : Deed.values()) {
      if (deed.name().toLowerCase(Locale.ROOT).equals(word)) {
        return deed;
      }
    }
    throw new MisunderstoodException("'do' must be acknowledge, shelve or unshelve");
  }

  static Duration lasting(String text) throws MisunderstoodException {
    Duration lasting = Durations.parse(text).orElse(Duration.ZERO);
    if (lasting.compareTo(Duration.ofSeconds(1)) < 0 || lasting.compareTo(LONGEST_SHELVING) > 0) {
      throw new MisunderstoodException("'for' must be a duration from 1s to 7d, such as 1h");
    }
    return lasting;
  }

  private static String comment(Command command) throws MisunderstoodException {
    String text = optional(command, "comment");
    return text == null ? "" : text;
  }

  /** People who do not say who they are stay nameless. */
  private static String by(Command command) throws MisunderstoodException {
    String by = optional(command, "by");
    return by == null ? "" : by;
  }

  private static String needed(Command command, String field) throws MisunderstoodException {
    String text = optional(command, field);
    if (text == null) {
      throw new MisunderstoodException("'" + field + "' is missing");
    }
    return text;
  }

  private static @Nullable String optional(Command command, String field)
      throws MisunderstoodException {
    return switch (command.fields().get(field)) {
      case null -> null;
      case Value.None _ -> null;
      case Value.Text(String text) when text.length() <= LONGEST_TEXT -> plain(text);
      default ->
          throw new MisunderstoodException(
              "'" + field + "' must be a text of at most " + LONGEST_TEXT + " characters");
    };
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
