package io.gemba.hal.gpio;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * How one line is used.
 *
 * @param name the point's name
 * @param line BCM number, 0 to 53
 * @param lineB BCM number of an encoder's second track; NONE where there is none
 * @param activeLow whether "on" is the low level
 * @param debounce how long a level must stand still; zero = every edge counts
 * @param edge which edges a counter counts, as on and off
 * @param report the shortest time between two samples of a counter, rate, run-time or encoder; of a
 *     duty the period
 * @param per what a rate's pulses are told per
 * @param silence how long no pulse comes before a rate is 0
 * @param initial an output's state at the start
 * @param failSafe an output's state after the end
 */
record PointSettings(
    String name,
    int line,
    int lineB,
    Mode mode,
    Lines.Pull pull,
    boolean activeLow,
    Duration debounce,
    CountedEdge edge,
    Duration report,
    Duration per,
    Duration silence,
    boolean initial,
    boolean failSafe) {

  /** What a line is for. */
  enum Mode {
    INPUT(Duration.ZERO),
    COUNTER(Duration.ofMillis(100)),
    RATE(Duration.ofSeconds(1)),
    RUN_TIME(Duration.ofSeconds(10)),
    DUTY(Duration.ofSeconds(10)),
    QUADRATURE(Duration.ofMillis(100)),
    LAMP(Duration.ZERO),
    OUTPUT(Duration.ZERO);

    /** How often it tells, unless said. */
    private final Duration report;

    Mode(Duration report) {
      this.report = report;
    }

    /** Whether it has a total that survives restarts. */
    boolean sums() {
      return this == COUNTER || this == RUN_TIME || this == QUADRATURE;
    }
  }

  /** Which edges count; rising is off to on. */
  enum CountedEdge {
    RISING,
    FALLING,
    BOTH;

    boolean counts(boolean on) {
      return this == BOTH || (this == RISING) == on;
    }
  }

  static final int LAST_LINE = 53;

  /** The number of a line that there is none of. */
  static final int NONE = -1;

  private static final double LONGEST_MS = 3_600_000;

  static List<ConfigKey> keys() {
    return List.of(
        ConfigKey.of("line", Kind.INTEGER, "BCM number of the line, as in GPIO17.")
            .between(0, LAST_LINE)
            .mandatory(),
        ConfigKey.of(
                "line-b",
                Kind.INTEGER,
                "BCM number of an encoder's track B (mode: quadrature); line is its track A.")
            .between(0, LAST_LINE),
        ConfigKey.choice(
                "mode",
                "input: on or off; counter: pulses so far; rate: pulses per time; run-time: seconds on;"
                    + " duty: percent of the time on; quadrature: where an encoder stands; lamp: off,"
                    + " on or blinking, in words; output: switched by Gemba.",
                List.of(
                    "input", "counter", "rate", "run-time", "duty", "quadrature", "lamp", "output"))
            .orElse("input"),
        ConfigKey.choice(
                "pull",
                "Resistor that holds an open input: off, up or down.",
                List.of("off", "up", "down"))
            .orElse("off"),
        ConfigKey.of("active-low", Kind.FLAG, "true when a low level means on.").orElse("false"),
        ConfigKey.of(
                "debounce", Kind.DURATION, "How long a contact must stand still to be believed.")
            .between(0, LONGEST_MS)
            .orElse("0ms"),
        ConfigKey.choice(
                "edge",
                "What a counter or rate counts: rising (off to on), falling or both.",
                List.of("rising", "falling", "both"))
            .orElse("rising"),
        ConfigKey.of(
                "report",
                Kind.DURATION,
                "Shortest time between two samples of a counter or quadrature (100ms unless said), rate"
                    + " (1s) or run-time (10s); the period of a duty (10s).")
            .between(0, LONGEST_MS),
        ConfigKey.choice(
                "per",
                "What a rate's pulses are told per: second, minute or hour.",
                List.of("second", "minute", "hour"))
            .orElse("second"),
        ConfigKey.of(
                "silence", Kind.DURATION, "How long no pulse comes before a rate is told as 0.")
            .between(1, LONGEST_MS)
            .orElse("10s"),
        ConfigKey.choice("initial", "State of an output at the start.", List.of("off", "on"))
            .orElse("off"),
        ConfigKey.choice(
            "fail-safe",
            "State of an output when Gemba stops; as initial when left out.",
            List.of("off", "on")));
  }

  static PointSettings of(DeviceConfig.Point point) throws ConfigException {
    Settings settings = point.settings();
    Mode mode = Mode.valueOf(upper(settings.text("mode").replace('-', '_')));
    Duration debounce = settings.duration("debounce");
    String path = "points." + point.name() + ".";
    if (mode == Mode.OUTPUT && !debounce.isZero()) {
      throw new ConfigException(path + "debounce", "an output has no contact to debounce");
    }
    if (mode != Mode.OUTPUT && point.writable()) {
      throw new ConfigException(path + "writable", "only mode: output can be written");
    }
    Duration report = settings.has("report") ? settings.duration("report") : mode.report;
    if (mode == Mode.DUTY && report.isZero()) {
      throw new ConfigException(path + "report", "a share of no time cannot be told: write 10s");
    }
    return new PointSettings(
        point.name(),
        (int) settings.integer("line"),
        lineB(path, mode, debounce, settings),
        mode,
        Lines.Pull.valueOf(upper(settings.text("pull"))),
        settings.flag("active-low"),
        debounce,
        CountedEdge.valueOf(upper(settings.text("edge"))),
        report,
        ChronoUnit.valueOf(upper(settings.text("per")) + "S").getDuration(),
        settings.duration("silence"),
        settings.text("initial").equals("on"),
        settings.optionalText("fail-safe").orElse(settings.text("initial")).equals("on"));
  }

  private static int lineB(String path, Mode mode, Duration debounce, Settings settings)
      throws ConfigException {
    if (mode != Mode.QUADRATURE) {
      if (settings.has("line-b")) {
        throw new ConfigException(path + "line-b", "only mode: quadrature has a second line");
      }
      return NONE;
    }
    if (!debounce.isZero()) {
      throw new ConfigException(
          path + "debounce", "an encoder that bounces steps to and fro and needs no debounce");
    }
    if (!settings.has("line-b")) {
      throw new ConfigException(path + "line-b", "an encoder has two tracks: write B's line");
    }
    return (int) settings.integer("line-b");
  }

  /** The lines that are this point's alone. */
  List<Integer> lines() {
    return lineB == NONE ? List.of(line) : List.of(line, lineB);
  }

  /** What to ask of the line of anything but an output. */
  Lines.Wanted wanted() {
    boolean counts = mode == Mode.COUNTER || mode == Mode.RATE;
    Lines.Edges edges =
        !counts || edge == CountedEdge.BOTH
            ? Lines.Edges.BOTH
            : edge.counts(!activeLow) ? Lines.Edges.RISING : Lines.Edges.FALLING;
    return new Lines.Wanted(line, pull, edges, debounce);
  }

  /** What to ask of an encoder's second track. */
  Lines.Wanted wantedB() {
    return new Lines.Wanted(lineB, pull, Lines.Edges.BOTH, debounce);
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
