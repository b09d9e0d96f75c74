package io.gemba.agent.core.config;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mapping that was read: its values, where they stand, and whether all was well inside it.
 *
 * @param settings the values that could be read, defaults filled in
 * @param where the places of what was written
 * @param problems where further checks report
 */
record Section(Settings settings, Located where, Problems problems) {

  /** Whether reading it found no problem. */
  boolean sound() {
    return where.sound();
  }

  /** Where a plug-in's message passes from what is wrong to what to write. */
  private static final Pattern ADVICE =
      Pattern.compile(" — |; |: (?=(?:write|leave|use|add|remove|run) )");

  /** Turns a text into a fact. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text) throws Complaint;
  }

  /**
   * The fact that a text stands for.
   *
   * @param fallback stands in when the text is missing or wrong; the file is refused then anyway
   */
  <T> T parse(String key, Parser<T> parser, T fallback) {
    return parseOptional(key, parser).orElse(fallback);
  }

  /** The same for a key that may be left out. */
  <T> Optional<T> parseOptional(String key, Parser<T> parser) {
    return settings.optionalText(key).flatMap(text -> attempt(at(key), text, parser));
  }

  /** The facts of a list of texts; wrong ones are left out and reported. */
  <T> List<T> parseAll(String key, Parser<T> parser) {
    List<String> texts = settings.texts(key);
    List<T> facts = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      attempt(at(key + "." + i), texts.get(i), parser).ifPresent(facts::add);
    }
    return facts;
  }

  /** The mapping under a key; an empty one when left out. */
  Section section(String key) {
    return new Section(settings.section(key), where.find(key), problems);
  }

  /** The list of mappings under a key. */
  List<Section> sections(String key) {
    List<Settings> all = settings.sections(key);
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      sections.add(new Section(all.get(i), where.find(key + "." + i), problems));
    }
    return sections;
  }

  /** The mappings under a key, by the names the user chose. */
  Map<String, Section> named(String key) {
    Map<String, Section> sections = new LinkedHashMap<>();
    settings
        .namedSections(key)
        .forEach(
            (name, inner) -> {
              Located there = where.find(key).inside().getOrDefault(name, where.find(key));
              sections.put(name, new Section(inner, there, problems));
            });
    return sections;
  }

  /** Reports what an adapter or uplink says about one of its keys, at that key. */
  void report(ConfigException e) {
    String[] said = ADVICE.split(String.valueOf(e.getMessage()), 2);
    problems.add(
        at(e.key()),
        "'" + e.key() + "': " + said[0],
        said.length == 2 ? said[1] : "correct it; gemba check --reference tells what it takes");
  }

  Place at(String key) {
    return where.find(key).at();
  }

  private <T> Optional<T> attempt(Place at, String text, Parser<T> parser) {
    try {
      return Optional.of(parser.parse(text));
    } catch (Complaint complaint) {
      problems.add(at, complaint);
      return Optional.empty();
    }
  }

  /** Language tag → name, from a section of {@link Schema#NAME}. */
  Map<String, String> names() {
    return section(Schema.NAME.name()).texts();
  }

  /** Language tag → text, where the section holds nothing else. */
  Map<String, String> texts() {
    Map<String, String> byTag = new LinkedHashMap<>();
    for (String tag : Schema.LANGUAGES) {
      settings.optionalText(tag).ifPresent(text -> byTag.put(tag, text));
    }
    return byTag;
  }
}
