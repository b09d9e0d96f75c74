package io.gemba.hal.simulator;

import io.gemba.hal.simulator.model.LineSettings;
import io.gemba.hal.simulator.opcua.ServerSettings.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes a plant before it is started. Defaults are those of the command line, but port 0. */
public final class PlantBuilder {

  private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d+)");

  String line = "molding/l3";
  int lines = 1;
  long seed = 1;
  Duration idealCycle = Duration.ofSeconds(16);
  Duration stopsEvery = Duration.ofMinutes(10);
  Duration longestStop = Duration.ofMinutes(15);
  double rejectRate = 0.03;
  double speed = 1;
  String bind = "127.0.0.1";
  int port;
  int gpioPort = -1;
  int points;
  Duration interval = Duration.ofSeconds(1);
  int namespacesBefore;
  boolean trustClients;
  @Nullable Path truth;
  @Nullable Path directory;
  @Nullable String user;
  @Nullable String password;
  Runnable die =
      () -> {
        throw new IllegalStateException("a plant inside another program does not die");
      };

  PlantBuilder() {}

  /** Area and line of the first press, {@code molding/l3}; further lines count on from it. */
  public PlantBuilder line(String value) {
    line = value;
    return this;
  }

  /** How many lines there are, each with one press: Press1, Press2 and on. */
  public PlantBuilder lines(int value) {
    lines = value;
    return this;
  }

  /** The first line's seed; each further line has the next number. */
  public PlantBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** Time of a perfect cycle, 200 ms or more. */
  public PlantBuilder idealCycle(Duration value) {
    idealCycle = value;
    return this;
  }

  /** Mean running time between two stops; zero for none but those on command. */
  public PlantBuilder stopsEvery(Duration value) {
    stopsEvery = value;
    return this;
  }

  /** The longest natural stop, 1 s or more. */
  public PlantBuilder longestStop(Duration value) {
    longestStop = value;
    return this;
  }

  /** Share of bad parts, 0 to 1. */
  public PlantBuilder rejectRate(double value) {
    rejectRate = value;
    return this;
  }

  /** Time factor of the presses: 60 lets an hour pass in a minute. Load tags keep real time. */
  public PlantBuilder speed(double value) {
    speed = value;
    return this;
  }

  /** The address to listen on. */
  public PlantBuilder bind(String value) {
    bind = value;
    return this;
  }

  /** The OPC UA port; 0 for any free one. */
  public PlantBuilder port(int value) {
    port = value;
    return this;
  }

  /** Turns the GPIO feed on, at that port; 0 for any free one. */
  public PlantBuilder gpioPort(int value) {
    gpioPort = value;
    return this;
  }

  /** How many load tags there are, and how often each changes. */
  public PlantBuilder load(int count, Duration every) {
    points = count;
    interval = every;
    return this;
  }

  /** How many empty namespaces come before the plant's, so that its index shifts. */
  public PlantBuilder namespacesBefore(int value) {
    namespacesBefore = value;
    return this;
  }

  /** Accepts every client certificate unseen. */
  public PlantBuilder trustClients(boolean value) {
    trustClients = value;
    return this;
  }

  /** Writes the truth there as JSON lines. */
  public PlantBuilder truth(Path value) {
    truth = value;
    return this;
  }

  /** Keeps the certificate and the trust list there; without it, in a new temporary folder. */
  public PlantBuilder directory(Path value) {
    directory = value;
    return this;
  }

  /** Lets this user in, beside anonymous ones. */
  public PlantBuilder user(String name, String secret) {
    user = name;
    password = secret;
    return this;
  }

  /** What the word {@code die} does; without it the word is refused. */
  public PlantBuilder onDie(Runnable value) {
    die = value;
    return this;
  }

  /**
   * Starts the plant.
   *
   * @throws IOException with what to do, when a port is taken or a file can't be written
   * @throws IllegalArgumentException when a value is out of its range
   */
  public SimulatedPlant start() throws IOException {
    require(lines >= 1 && lines <= 1_000, "lines must be from 1 to 1000: " + lines);
    require(speed > 0 && speed <= 10_000, "speed must be above 0 and at most 10000: " + speed);
    require(points >= 0 && points <= 1_000_000, "points must be from 0 to 1000000: " + points);
    require(namespacesBefore >= 0, "namespaces-before is negative: " + namespacesBefore);
    require(!interval.minusMillis(10).isNegative(), "interval must be 10ms or more: " + interval);
    require(port >= 0 && port <= 65_535, "port must be from 0 to 65535: " + port);
    require(gpioPort <= 65_535, "gpio-port must be from 0 to 65535: " + gpioPort);
    return new SimulatedPlant(this);
  }

  List<LineSettings> settings() {
    List<LineSettings> all = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      String press = "Press" + (i + 1);
      all.add(
          new LineSettings(
              lineName(i), press, seed + i, idealCycle, stopsEvery, longestStop, rejectRate));
    }
    return all;
  }

  Path directory() {
    if (directory == null) {
      throw new IllegalStateException("no folder was given");
    }
    return directory;
  }

  Optional<Login> login() {
    return user == null || password == null
        ? Optional.empty()
        : Optional.of(new Login(user, password));
  }

  private String lineName(int index) {
    Matcher numbered = NUMBERED.matcher(line);
    if (numbered.matches()) {
      return numbered.group(1) + (Long.parseLong(numbered.group(2)) + index);
    }
    return index == 0 ? line : line + (index + 1);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
