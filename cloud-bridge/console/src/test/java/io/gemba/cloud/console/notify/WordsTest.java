package io.gemba.cloud.console.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final Path FOLDER = Path.of("src/main/resources/io/gemba/cloud/console/notify");

  private static JsonNode words(String language) throws Exception {
    return new ObjectMapper().readTree(FOLDER.resolve(language + ".json").toFile());
  }

  @Test
  void hasEveryKeyAndPlaceInEveryLanguage() throws Exception {
    JsonNode english = words("en");
    for (String language : Words.LANGUAGES) {
      JsonNode own = words(language);
      assertThat(new TreeSet<>(names(own))).as(language).isEqualTo(new TreeSet<>(names(english)));
      for (String key : names(english)) {
        assertThat(places(own.path(key).asText()))
            .as(language + " " + key)
            .isEqualTo(places(english.path(key).asText()));
      }
    }
  }

  private static Set<String> names(JsonNode n) {
    Set<String> names = new TreeSet<>();
    n.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> places(String text) {
    Set<String> places = new TreeSet<>();
    Matcher m = Pattern.compile("\\{\\w+}").matcher(text);
    while (m.find()) {
      places.add(m.group());
    }
    return places;
  }

  @Test
  void writesDurationsAndNumbersAsPeopleRead() {
    Words en = Words.of("en");
    assertThat(en.lasting(90_000)).isEqualTo("90 s");
    assertThat(en.lasting(720_000)).isEqualTo("12 min");
    assertThat(en.lasting(7_500_000)).isEqualTo("2 h 5 min");
    assertThat(en.lasting(200_000_000)).isEqualTo("2 d 7 h");
    assertThat(en.number(91.4, "CEL")).isEqualTo("91.4 °C");
    assertThat(en.number(90, "XYZ")).isEqualTo("90 XYZ");
    assertThat(en.number(0.012345, null)).isEqualTo("0.01235");
    assertThat(Words.of("zh-Hans").lasting(7_500_000)).isEqualTo("2 小时 5 分钟");
  }
}
