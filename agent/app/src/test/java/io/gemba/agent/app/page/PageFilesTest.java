package io.gemba.agent.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.app.doctor.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageFilesTest {
  private static final int BUDGET = 40_000;
  private static final Pattern USED = Pattern.compile("\\bt\\('([a-zA-Z.]+)'");
  private static final Pattern EITHER =
      Pattern.compile("\\? '([a-z]+\\.[a-zA-Z.]+)' : '([a-z]+\\.[a-zA-Z.]+)'");
  private static final Pattern FAMILY = Pattern.compile("\\bt\\(`([a-z]+\\.(?:[a-z]+\\.)?)\\$");

  @Test
  void everyLanguageHasTheSameWordsAndNoneIsEmpty() throws Exception {
    Set<String> english = words("en").keySet();
    for (String language : Languages.ALL) {
      Map<String, Object> words = words(language);
      assertThat(words.keySet()).as(language).isEqualTo(english);
      assertThat(words.get("lang")).isEqualTo(language);
      words.forEach((key, word) -> assertThat(String.valueOf(word)).as(key).isNotBlank());
    }
  }

  @Test
  void everyWordThatThePageUsesIsThereAndEveryWordIsUsed() throws Exception {
    String script = text("page.js") + text("lines.js") + text("view.js");
    Set<String> used = new TreeSet<>(Set.of("lang"));
    find(USED, script, used);
    find(EITHER, script, used);
    Set<String> families = new TreeSet<>();
    find(FAMILY, script, families);
    Set<String> there = words("en").keySet();
    assertThat(there).containsAll(used);
    assertThat(families).isNotEmpty();
    for (String family : families) {
      assertThat(there).as(family).anyMatch(word -> word.startsWith(family));
    }
    assertThat(there)
        .allMatch(
            word ->
                used.contains(word)
                    || script.contains("'" + word + "'")
                    || families.stream().anyMatch(word::startsWith));
  }

  @Test
  void placeholdersAreTheSameInEveryLanguage() throws Exception {
    Map<String, Object> english = words("en");
    for (String language : Languages.ALL) {
      words(language)
          .forEach(
              (key, word) ->
                  assertThat(holes(word))
                      .as(language + " " + key)
                      .isEqualTo(holes(english.get(key))));
    }
  }

  @Test
  void traditionalAndSimplifiedAreNotMixedUp() throws Exception {
    assertThat(words("zh-Hant").values().toString()).doesNotContain("设", "连", "数", "网", "证");
    assertThat(words("zh-Hans").values().toString()).doesNotContain("設", "連", "數", "網", "證");
  }

  @Test
  void thePageIsSmallAndNeedsNobodyElse() throws Exception {
    int bytes = 0;
    for (String file :
        List.of(
            "index.html",
            "page.css",
            "page.js",
            "lines.js",
            "view.js",
            "icon.svg",
            "lang/en.json")) {
      String text = text(file);
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
      assertThat(text.replace("http://www.w3.org/2000/svg", ""))
          .as(file)
          .doesNotContain("://", "innerHTML");
    }
    assertThat(bytes).isLessThan(BUDGET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zh-HK,zh;q=0.9,en;q=0.8|zh-Hant",
        "zh-TW|zh-Hant",
        "zh-MO|zh-Hant",
        "yue-HK|zh-Hant",
        "zh-Hant-CN|zh-Hant",
        "zh-CN,zh;q=0.9|zh-Hans",
        "zh-SG|zh-Hans",
        "zh|zh-Hans",
        "zh-Hans-HK|zh-Hans",
        "en-GB,zh-HK;q=0.5|en",
        "de-DE,de;q=0.9,zh-TW;q=0.8,en;q=0.7|zh-Hant",
        "fr|en",
        "en;q=0.1,zh-CN;q=0.9|zh-Hans",
        "en;q=0,zh-TW;q=x,zh-CN;q=0.1|zh-Hans",
        ";;;q=,,|en"
      })
  void regionsAreMappedByHand(String header, String language) {
    assertThat(Languages.negotiate("", header)).isEqualTo(language);
  }

  private static String holes(Object word) {
    Set<String> holes = new TreeSet<>();
    find(Pattern.compile("\\{(\\w+)}"), String.valueOf(word), holes);
    return holes.toString();
  }

  private static void find(Pattern pattern, String in, Set<String> into) {
    Matcher found = pattern.matcher(in);
    while (found.find()) {
      for (int i = 1; i <= found.groupCount(); i++) {
        into.add(found.group(i));
      }
    }
  }

  private static Map<String, Object> words(String language) throws IOException {
    return Tree.parse(text("lang/" + language + ".json"));
  }

  private static String text(String file) throws IOException {
    try (InputStream in = PageFiles.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
