package io.gemba.cloud.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bed")
class LanguageTest {
  @Test
  void mapsTheBrowsersLanguagesByRegion() throws Exception {
    Path script =
        Path.of("src/main/resources/io/gemba/cloud/console/page/i18n.js").toAbsolutePath();
    String program =
        "import('data:text/javascript;base64,' + (await import('node:fs')).readFileSync('"
            + script
            + "').toString('base64')).then(({languageFor: f}) => console.log([['zh-HK','zh','en'],['zh-TW'],['zh-MO'],"
            + "['zh-Hant-CN'],['zh-CN'],['zh-SG'],['zh'],['en-HK','zh-HK'],['vi','zh-TW'],['de'],[]].map(f).join(' ')))";
    Process node =
        new ProcessBuilder("node", "--input-type=module", "-e", program)
            .redirectErrorStream(true)
            .start();
    String answer =
        new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(answer)
        .isEqualTo("zh-Hant zh-Hant zh-Hant zh-Hant zh-Hans zh-Hans zh-Hans en zh-Hant en en");
  }
}
