package io.gemba.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demo was asked for.
 *
 * @param runFor how long to run after the board is live; empty = until told to stop
 * @param port of the line board's page, 1 to 65535
 */
record Options(Optional<Duration> runFor, int port, boolean help) {
  static final int DEFAULT_PORT = 8080;
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})(ms|s|min|h|d)");

  /** Reads {@code --for 30s}, {@code --for=30s}, {@code --port N}, {@code --help}. */
  static Options parse(String... args) {
    Optional<Duration> runFor = Optional.empty();
    int port = DEFAULT_PORT;
    for (int i = 0; i < args.length; i++) {
      String[] written = args[i].split("=", 2);
      switch (written[0]) {
        case "-h", "--help" -> {
          return new Options(runFor, port, true);
        }
        case "--for", "--port" -> {
          if (written.length < 2 && ++i == args.length) {
            throw new IllegalArgumentException(written[0] + " needs a value");
          }
          String value = written.length == 2 ? written[1] : args[i];
          if (written[0].equals("--for")) {
            runFor = Optional.of(duration(value));
          } else {
            port = port(value);
          }
        }
        default -> throw new IllegalArgumentException("'" + args[i] + "' is no option of the demo");
      }
    }
    return new Options(runFor, port, false);
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no duration: write 30s, 5min or 1h");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "min" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static int port(String text) {
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("'" + text + "' is no port: write 1 to 65535");
    }
    return Integer.parseInt(text);
  }
}
