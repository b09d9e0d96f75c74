package io.gemba.cloud.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Path PAGE = Path.of("src/main/resources/io/gemba/cloud/console/page");
  private static final List<String> LANGUAGES = List.of("en", "zh-Hant", "zh-Hans");
  private static final int FIRST_PAINT_LIMIT = 60 * 1024;

  @Test
  void hasEveryKeyInEveryLanguage() throws Exception {
    Set<String> english = keys("en");
    for (String language : LANGUAGES) {
      assertThat(keys(language)).as(language).isEqualTo(english);
      words(language)
          .properties()
          .forEach(
              e -> assertThat(e.getValue().asText()).as(language + " " + e.getKey()).isNotBlank());
    }
  }

  @Test
  void keepsThePlaceholdersInEveryLanguage() throws Exception {
    Pattern placeholder = Pattern.compile("\\{\\w+}");
    for (String key : keys("en")) {
      Set<String> expected = all(placeholder, words("en").path(key).asText());
      for (String language : LANGUAGES) {
        assertThat(all(placeholder, words(language).path(key).asText()))
            .as(language + " " + key)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void usesNoKeyThatIsMissing() throws Exception {
    Set<String> used = new TreeSet<>();
    Set<String> prefixes = new TreeSet<>();
    for (Path script : scripts()) {
      String text = Files.readString(script);
      Matcher plain = Pattern.compile("\\bt\\('([^']+)'").matcher(text);
      while (plain.find()) {
        used.add(plain.group(1));
      }
      Matcher made = Pattern.compile("\\bt\\(`([^`$]+)\\$").matcher(text);
      while (made.find()) {
        prefixes.add(made.group(1));
      }
    }
    assertThat(used).hasSizeGreaterThan(40);
    assertThat(keys("en")).containsAll(used);
    for (String prefix : prefixes) {
      assertThat(keys("en")).as(prefix).anyMatch(k -> k.startsWith(prefix));
    }
  }

  @Test
  void hasAWordForEveryStateFreshnessAndReason() throws Exception {
    Set<String> keys = keys("en");
    for (String state :
        List.of("OFFLINE", "UNKNOWN", "FAULT", "SETUP", "RUNNING", "PLANNED", "IDLE", "STOPPED")) {
      assertThat(keys).contains("state." + state);
    }
    for (Object freshness : io.gemba.cloud.console.board.Freshness.values()) {
      assertThat(keys).contains("fresh." + freshness, "fresh." + freshness + ".why");
    }
    for (String why :
        List.of(
            "coverage",
            "no-reject",
            "no-ideal-cycle",
            "no-plan",
            "no-target",
            "no-counter",
            "no-parts",
            "no-recent-part",
            "no-figures",
            "not-sent")) {
      assertThat(keys).contains("why." + why);
    }
  }

  @Test
  void needsAtMostSixtyKilobytesToFirstPaint() throws Exception {
    StaticFiles files = new StaticFiles();
    String index =
        new String(files.at("/").orElseThrow().plain(), java.nio.charset.StandardCharsets.UTF_8);
    Set<String> first = new TreeSet<>(Set.of("index.html", "lang/zh-Hant.json"));
    Matcher reference = Pattern.compile("(?:href|src)=\"([^\"]+)\"").matcher(index);
    while (reference.find()) {
      first.add(reference.group(1));
    }
    first.remove("api/v1/me");
    assertThat(first)
        .contains("board.js", "vendor/preact.mjs")
        .hasSizeLessThan(8)
        .doesNotContain("vendor/uplot.js");
    int bytes = 0;
    for (String name : first) {
      bytes += files.at("/" + name).orElseThrow().gzip().length;
    }
    int trend =
        files.at("/vendor/uplot.js").orElseThrow().gzip().length
            + files.at("/vendor/uplot.css").orElseThrow().gzip().length;
    System.out.println(
        "first paint " + bytes + " bytes gzipped, with the trend " + (bytes + trend));
    assertThat(bytes + trend).isLessThanOrEqualTo(FIRST_PAINT_LIMIT);
  }

  @Test
  void preloadsEveryModuleTheFirstPaintImports() throws Exception {
    String index = Files.readString(PAGE.resolve("index.html"));
    Deque<String> next = new ArrayDeque<>(List.of("app.js"));
    Set<String> seen = new TreeSet<>();
    while (!next.isEmpty()) {
      String script = next.remove();
      if (!seen.add(script)) {
        continue;
      }
      assertThat(index).contains("\"" + script + "\"");
      Matcher imported =
          Pattern.compile("from '\\./([^']+)'").matcher(Files.readString(PAGE.resolve(script)));
      while (imported.find()) {
        next.add(imported.group(1));
      }
    }
    assertThat(seen).contains("card.js").doesNotContain("day.js", "alarms.js", "reasons.js");
  }

  @Test
  void servesEveryModuleOnceHoweverItIsAskedFor() throws Exception {
    StaticFiles files = new StaticFiles();
    String board = served(files, "/board.js");
    assertThat(board).doesNotContainPattern("(?m)^export ").contains("M['store.js'] = (() => {");
    for (Path script : scripts()) {
      String name = script.getFileName().toString();
      if (board.contains("M['" + name + "'] = ")) {
        assertThat(served(files, "/" + name)).startsWith("export const {").hasLineCount(1);
      }
    }
    assertThat(served(files, "/view.js")).contains("html", "render", "Component");
    assertThat(served(files, "/day.js")).contains("from './store.js'");
  }

  @Test
  void givesTheServiceWorkerEveryFileThePageMayAskFor() throws Exception {
    StaticFiles files = new StaticFiles();
    String worker = served(files, "/sw.js");
    assertThat(worker).doesNotContain("@FILES@", "@VERSION@");
    String list = worker.lines().filter(l -> l.startsWith("const FILES")).findFirst().orElseThrow();
    for (String name : list.replaceAll("^[^']*'|'[^']*'.*$", "").split(" ")) {
      assertThat(files.at("/" + name.replace("./", ""))).as(name).isPresent();
    }
    assertThat(list).contains("./ ", "board.js", "day.js", "lang/zh-Hans.json");
  }

  private static String served(StaticFiles files, String path) {
    return new String(
        files.at(path).orElseThrow().plain(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void takesNothingFromElsewhereAndHasNoInlineScript() throws Exception {
    for (Path file : own()) {
      String text = Files.readString(file).replace("http://www.w3.org/", "");
      assertThat(text)
          .as(file.toString())
          .doesNotContain("http://", "https://", "innerHTML", "eval(");
    }
    String index = Files.readString(PAGE.resolve("index.html"));
    assertThat(index)
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContain("style=")
        .doesNotContain("onclick");
  }

  @Test
  void servesExactlyTheFilesThatAreThere() throws Exception {
    try (Stream<Path> walk = Files.walk(PAGE)) {
      List<String> there =
          walk.filter(Files::isRegularFile)
              .map(p -> PAGE.relativize(p).toString())
              .filter(n -> !n.equals("files.txt"))
              .sorted()
              .toList();
      assertThat(Files.readAllLines(PAGE.resolve("files.txt")).stream().sorted())
          .containsExactlyElementsOf(there);
    }
  }

  @Test
  void vendorsUnchangedFilesWithTheirLicences() throws Exception {
    Path vendor = PAGE.resolve("vendor");
    for (String line : Files.readAllLines(vendor.resolve("SHA256SUMS.txt"))) {
      String[] sum = line.split("\\s+");
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(vendor.resolve(sum[1])));
      assertThat(HexFormat.of().formatHex(digest)).as(sum[1]).isEqualTo(sum[0]);
    }
    assertThat(vendor.resolve("LICENSE-preact.txt")).exists();
    assertThat(vendor.resolve("LICENSE-htm.txt")).exists();
    assertThat(vendor.resolve("LICENSE-uplot.txt")).exists();
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  private static JsonNode words(String language) throws IOException {
    return new ObjectMapper().readTree(PAGE.resolve("lang/" + language + ".json").toFile());
  }

  private static Set<String> keys(String language) throws IOException {
    Set<String> keys = new TreeSet<>();
    words(language).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static List<Path> scripts() throws IOException {
    return own().stream().filter(p -> p.toString().endsWith(".js")).toList();
  }

  private static List<Path> own() throws IOException {
    try (Stream<Path> list = Files.list(PAGE)) {
      return new ArrayList<>(list.filter(Files::isRegularFile).toList());
    }
  }
}
