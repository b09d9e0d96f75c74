package io.gemba.hal.opcua;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is known of one kind of server beyond what it says itself; {@code profiles.properties} holds
 * them all, with where each figure comes from.
 *
 * @param name what {@code profile:} calls it
 * @param itemsPerCall 0 = nothing known; so for the others
 * @param polled whether it is better read than subscribed to
 */
record Profile(
    String name,
    int itemsPerCall,
    int itemsPerSubscription,
    int nodesPerRead,
    int nodesPerBrowse,
    Duration sampling,
    Duration publishing,
    boolean polled) {
  static final String AUTO = "auto";
  static final Profile NONE = new Profile("none", 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, false);

  private static final Properties ALL = load();

  private static Properties load() {
    Properties all = new Properties();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(Profile.class.getResourceAsStream("profiles.properties")),
            StandardCharsets.UTF_8)) {
      all.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** The names that may be written. */
  static List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    for (String key : ALL.stringPropertyNames()) {
      names.add(key.substring(0, key.indexOf('.')));
    }
    return List.copyOf(names);
  }

  /**
   * The profile of a server.
   *
   * @param wanted a name, {@code none}, or {@code auto}
   * @param product what the server says it is: URIs, maker, product
   */
  static Profile of(String wanted, List<String> product) {
    if (!wanted.equals(AUTO)) {
      return names().contains(wanted) ? named(wanted) : NONE;
    }
    for (String name : names()) {
      Pattern pattern =
          Pattern.compile(ALL.getProperty(name + ".match", "(?!)"), Pattern.CASE_INSENSITIVE);
      if (product.stream().anyMatch(text -> pattern.matcher(text).find())) {
        return named(name);
      }
    }
    return NONE;
  }

  private static Profile named(String name) {
    return new Profile(
        name,
        number(name + ".items-per-call"),
        number(name + ".items-per-subscription"),
        number(name + ".nodes-per-read"),
        number(name + ".nodes-per-browse"),
        Duration.ofMillis(number(name + ".sampling-ms")),
        Duration.ofMillis(number(name + ".publishing-ms")),
        "poll".equals(ALL.getProperty(name + ".mode")));
  }

  private static int number(String key) {
    return Integer.parseInt(ALL.getProperty(key, "0").strip());
  }
}
