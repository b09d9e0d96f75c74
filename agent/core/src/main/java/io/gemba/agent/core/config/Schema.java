package io.gemba.agent.core.config;

import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Everything that may be written in a configuration: the host's own keys, and those that adapters
 * and the uplink describe. The reader and the reference both work from here, so they cannot differ.
 */
final class Schema {
  static final List<String> LANGUAGES = List.of("en", "zh-Hant", "zh-Hans");

  /** What people call something; a plain text stands for the first language. */
  static final ConfigKey NAME =
      ConfigKey.section(
          "name",
          "What people call it: one text, or one for each of en, zh-Hant, zh-Hans",
          LANGUAGES.stream()
              .map(tag -> ConfigKey.of(tag, Kind.TEXT, "The name in " + tag))
              .toList());

  /** {@code page: off} and {@code page: 127.0.0.1:8480} stand for the key {@code listen}. */
  static final ConfigKey PAGE =
      ConfigKey.section(
          "page",
          "The gateway's own web page, /healthz and /metrics; one text stands for listen",
          List.of(
              ConfigKey.of(
                      "listen",
                      Kind.TEXT,
                      "HOST:PORT it listens on, or off; others than this machine need a password")
                  .orElse("127.0.0.1:8480"),
              ConfigKey.of(
                  "password-file",
                  Kind.FILE,
                  "What 'gemba page password FILE' wrote; with it, everybody has to log in")));

  static final ConfigKey REASONS =
      ConfigKey.of(
              "reasons",
              Kind.NAMED_SECTIONS,
              "Why a line may stand, for people to choose from: one text, or one for each language; left out, a list of eleven")
          .holding(
              LANGUAGES.stream()
                  .map(tag -> ConfigKey.of(tag, Kind.TEXT, "The reason in " + tag))
                  .toList());

  /** Sections of which the first key may stand alone. */
  static final Set<ConfigKey> SHORT_FORMS = Set.of(NAME, PAGE, REASONS);

  static final ConfigKey GATEWAY =
      ConfigKey.section(
              "gateway",
              "Who this gateway is; its parts become topic levels of [a-z0-9-]",
              List.of(
                  ConfigKey.of("enterprise", Kind.TEXT, "The firm").mandatory(),
                  ConfigKey.of("site", Kind.TEXT, "The plant").mandatory(),
                  ConfigKey.of("id", Kind.TEXT, "This gateway, unique in the site").mandatory(),
                  ConfigKey.of(
                      "timezone",
                      Kind.TEXT,
                      "The plant's time zone, such as Asia/Shanghai; shifts follow it; left out, this computer's"),
                  PAGE))
          .mandatory();

  static final ConfigKey JOURNAL =
      ConfigKey.section(
          "journal",
          "How samples are kept until every uplink has them",
          List.of(
              ConfigKey.of("directory", Kind.FILE, "Folder of the database; relative to this file")
                  .orElse("journal"),
              ConfigKey.of(
                      "commit-every", Kind.DURATION, "What arrived longer ago survives a power cut")
                  .between(10, 60_000)
                  .orElse("250ms"),
              ConfigKey.of("max-size", Kind.SIZE, "Disk that the journal may use")
                  .between(0x1p20, 0x1p44)
                  .orElse("2GiB"),
              ConfigKey.of(
                      "max-age", Kind.DURATION, "Older samples are dropped; a gap record says so")
                  .between(60_000, 3650 * 86400e3)
                  .orElse("30d"),
              ConfigKey.choice(
                      "when-full",
                      "What gives way when it is full; a gap record says what was lost",
                      List.of("drop-oldest", "refuse-new"))
                  .orElse("drop-oldest"),
              ConfigKey.of(
                      "daily-write-budget",
                      Kind.SIZE,
                      "What the journal may write to the card in a day; commits come rarer then, at most 10 s apart; left out, no limit")
                  .between(0x1p20, 0x1p44),
              ConfigKey.of(
                      "card-endurance",
                      Kind.SIZE,
                      "What may be written to the card in its life, as its maker says; only to tell how long it will last")
                  .between(0x1p30, 0x1p60)
                  .orElse("30TiB")));

  static final ConfigKey BACKLOG =
      ConfigKey.section(
          "backlog",
          "How much of the connection old samples may take beside live ones",
          List.of(
              ConfigKey.of("share", Kind.PERCENT, "Of the messages under way")
                  .between(0.01, 1)
                  .orElse("50%"),
              ConfigKey.of("rate", Kind.RATE, "Old samples per second at most")
                  .between(1, 1e7)
                  .orElse("20000/s"),
              ConfigKey.choice(
                      "order",
                      "Which of the old samples go first",
                      List.of("oldest-first", "newest-first"))
                  .orElse("oldest-first")));

  private static final ConfigKey RENAMED_FROM =
      ConfigKey.of(
          "renamed-from",
          Kind.TEXT,
          "The name it had before: what waited under that name is sent here, and nothing twice");

  private static final List<ConfigKey> POINT_KEYS =
      List.of(
          ConfigKey.of("unit", Kind.TEXT, "UNECE code of the unit, such as CEL or KWH"),
          ConfigKey.of(
                  "writable",
                  Kind.FLAG,
                  "Whether commands may write it, given that an uplink allows it")
              .orElse("false"),
          NAME);

  private static final List<ConfigKey> SHIFT_KEYS =
      List.of(
          ConfigKey.of("days", Kind.TEXT, "Days it starts on: mon-sat, or mon,wed,fri")
              .orElse("mon-sun"),
          ConfigKey.of("from", Kind.TEXT, "Start, such as 08:00").mandatory(),
          ConfigKey.of("to", Kind.TEXT, "End, such as 20:00; not after the start = on the next day")
              .mandatory(),
          ConfigKey.of("breaks", Kind.TEXTS, "Planned stops, such as [\"12:00-13:00\"]"),
          ConfigKey.of("target", Kind.INTEGER, "Planned quantity of the shift").between(0, 1e12));

  private static final ConfigKey FROM =
      ConfigKey.choice(
              "from",
              "What the line's state is worked out from",
              List.of("counter", "machinery", "machines", "packml", "rules", "stack-light"))
          .mandatory();

  static final ConfigKey STATE =
      ConfigKey.section("state", "Where the line's state comes from", List.of(FROM)).mandatory();

  /** What a machine of a line may hold; its state has keys by its own source. */
  private static final List<ConfigKey> MACHINE_KEYS =
      List.of(
          STATE,
          point("good", "The machine's own counter of parts"),
          ConfigKey.of("ideal-cycle", Kind.DURATION, "Planned run time per part of this machine")
              .between(1, 30 * 86400e3));

  static final List<String> LAMPS =
      List.of(
          "red",
          "red-blinking",
          "green",
          "green-blinking",
          "amber",
          "amber-blinking",
          "blue",
          "blue-blinking",
          "off");

  private static final List<String> STATES =
      List.of("running", "fault", "setup", "planned", "idle", "stopped", "unknown");

  /** What lamps mean is the machine builder's choice. */
  private static final ConfigKey MEANINGS =
      ConfigKey.section(
          "meanings",
          "What the lamps mean on this machine, where it is not the usual; red before green before amber before blue",
          LAMPS.stream()
              .map(lamp -> ConfigKey.choice(lamp, "Lamps: " + lamp.replace('-', ' '), STATES))
              .toList());

  private static final List<ConfigKey> RULE_KEYS =
      List.of(
          ConfigKey.of(
                  "when",
                  Kind.TEXT,
                  "What must hold, points in brackets: [press1/speed] > 5 && [press1/alarm] == 0")
              .mandatory(),
          ConfigKey.choice("state", "What the line is in then", STATES).mandatory(),
          ConfigKey.of("cause", Kind.TEXT, "Why, in words"));

  /** The keys of {@code state}, by what {@code from} says. */
  static final Map<String, List<ConfigKey>> STATE_KEYS =
      Map.of(
          "stack-light",
          List.of(
              lamp("green", "running"),
              lamp("amber", "idle"),
              lamp("red", "a fault"),
              lamp("blue", "a call"),
              MEANINGS),
          "packml",
          List.of(
              point("state", "The point StateCurrent").mandatory(),
              point("mode", "The point UnitModeCurrent"),
              ConfigKey.choice(
                      "profile", "Whose numbers the states are", List.of("isa-tr88", "opc-30060"))
                  .mandatory()),
          "machinery",
          List.of(point("state", "The point MachineryItemState").mandatory()),
          "counter",
          List.of(),
          "rules",
          List.of(
              ConfigKey.of(
                      "rules",
                      Kind.SECTIONS,
                      "Asked in their order, the first that holds counts; when none does, the state is unknown")
                  .holding(RULE_KEYS)
                  .mandatory()),
          "machines",
          List.of(
              ConfigKey.choice(
                      "combine",
                      "When the line runs: while its key machine, all, any, or at least min-running machines do",
                      List.of("key", "all", "any", "min-running"))
                  .orElse("key"),
              ConfigKey.of("key", Kind.TEXT, "The key machine; left out, the first"),
              ConfigKey.of("min-running", Kind.INTEGER, "How many machines must run")
                  .between(1, 1000),
              ConfigKey.of("machines", Kind.NAMED_SECTIONS, "In the order in which parts pass them")
                  .holding(MACHINE_KEYS)
                  .mandatory()));

  private static final ConfigKey LINES =
      ConfigKey.of("lines", Kind.NAMED_SECTIONS, "The production lines, by area/line")
          .holding(
              List.of(
                  NAME,
                  STATE,
                  point("good", "The counter or pulse of good parts"),
                  point("reject", "The counter or pulse of rejects"),
                  point("energy", "The meter of electrical energy in kWh"),
                  ConfigKey.of("ideal-cycle", Kind.DURATION, "Planned run time per part")
                      .between(1, 30 * 86400e3),
                  ConfigKey.of(
                          "shifts",
                          Kind.SECTIONS,
                          "When the line is meant to run; left out, always")
                      .holding(SHIFT_KEYS),
                  ConfigKey.of(
                      "reasons",
                      Kind.TEXTS,
                      "Which reasons for stops are offered on this line; left out, all")));

  private final Map<String, AdapterFactory> adapters;
  private final ConfigKey adapter;
  private final ConfigKey uplinks;
  private final ConfigKey devices;

  Schema(Map<String, AdapterFactory> adapters, UplinkFactory uplinks) {
    this.adapters = adapters;
    this.adapter =
        ConfigKey.choice(
                "adapter", "What reads the device", adapters.keySet().stream().sorted().toList())
            .mandatory();
    List<ConfigKey> uplinkKeys = new ArrayList<>(uplinks.keys());
    uplinkKeys.add(BACKLOG);
    uplinkKeys.add(RENAMED_FROM);
    this.uplinks =
        ConfigKey.of("uplinks", Kind.NAMED_SECTIONS, "Where samples go; none = buffer only")
            .holding(uplinkKeys);
    this.devices =
        ConfigKey.of("devices", Kind.NAMED_SECTIONS, "What is read")
            .holding(hostDeviceKeys(List.of()));
  }

  List<ConfigKey> top() {
    return List.of(GATEWAY, JOURNAL, uplinks, devices, LINES, REASONS, AlarmKeys.ALARMS);
  }

  /** The keys of one device; {@code extra} are those of its adapter. */
  List<ConfigKey> deviceKeys(AdapterFactory factory) {
    List<ConfigKey> keys = new ArrayList<>(hostDeviceKeys(factory.pointKeys()));
    keys.addAll(factory.deviceKeys());
    return keys;
  }

  static List<ConfigKey> pointKeys(List<ConfigKey> extra) {
    List<ConfigKey> keys = new ArrayList<>(extra);
    keys.addAll(POINT_KEYS);
    return keys;
  }

  private List<ConfigKey> hostDeviceKeys(List<ConfigKey> pointKeys) {
    return List.of(
        adapter,
        ConfigKey.of("place", Kind.TEXT, "Where it stands: area/line/cell").mandatory(),
        ConfigKey.of("points", Kind.NAMED_SECTIONS, "What is read of it, by name")
            .holding(pointKeys(pointKeys)),
        ConfigKey.of("points-file", Kind.FILE, "More points, as a CSV file with a column 'name'"));
  }

  /**
   * The keys of a mapping whose keys depend on a word in it; empty when that word is missing or
   * wrong, so that nobody can tell.
   *
   * @param section the key the mapping stands under
   * @param word reads a scalar of the mapping
   */
  Optional<List<ConfigKey>> keysOf(ConfigKey section, Function<String, String> word) {
    if (section.equals(devices)) {
      return Optional.ofNullable(adapters.get(word.apply("adapter"))).map(this::deviceKeys);
    }
    if (section.equals(STATE)) {
      return Optional.ofNullable(STATE_KEYS.get(word.apply("from"))).map(Schema::stateKeys);
    }
    return Optional.of(section.keys());
  }

  static List<ConfigKey> stateKeys(List<ConfigKey> ofSource) {
    List<ConfigKey> keys = new ArrayList<>(List.of(FROM));
    keys.addAll(ofSource);
    return keys;
  }

  /** What is wrong with a name that the user chose under a key. */
  Optional<Complaint> nameProblem(ConfigKey section, String name) {
    if (section.equals(LINES)) {
      return Names.lineProblem(name);
    }
    return section.equals(REASONS) || section.equals(AlarmKeys.ALARMS)
        ? Names.levelProblem(name)
        : Names.problem(name);
  }

  private static ConfigKey lamp(String colour, String meaning) {
    return point(colour, "The " + colour + " lamp, which means " + meaning);
  }

  private static ConfigKey point(String name, String doc) {
    return ConfigKey.of(name, Kind.TEXT, doc + ", as device/point");
  }
}
