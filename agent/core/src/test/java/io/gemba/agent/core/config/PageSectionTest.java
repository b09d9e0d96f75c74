package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageSectionTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"page: off", "page: { listen: off }", "page: false"})
  void offIsOffInEveryForm(String page) throws Exception {
    assertThat(load(page).on()).isFalse();
  }

  @Test
  void oneTextIsTheAddress() throws Exception {
    assertThat(load("page: 127.0.0.1:9000").address()).isEqualTo("127.0.0.1:9000");
    assertThat(load("page: \"[::1]:9000\"").isLoopback()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:8480", "192.168.0.5:8480", "gateway:8480", "[::]:8480"})
  void aPageForOthersWithoutAPasswordIsRefusedInWords(String listen) {
    assertThatThrownBy(() -> load("page: { listen: \"" + listen + "\" }"))
        .isInstanceOf(ConfigProblemsException.class)
        .hasMessageContaining("gemba page password")
        .hasMessageContaining("everybody in the network");
  }

  @Test
  void aPageForOthersWithAPasswordIsFine() throws Exception {
    password(PagePassword.of("correct horse".toCharArray(), 1_000).line(), "rw-r-----");
    PageConfig page = load("page: { listen: \"0.0.0.0:8480\", password-file: page }");
    assertThat(page.isLoopback()).isFalse();
    assertThat(
            PagePassword.read(page.passwordFile().orElseThrow())
                .matches("correct horse".toCharArray()))
        .isTrue();
    assertThat(PagePassword.read(folder.resolve("page")).matches("correct house".toCharArray()))
        .isFalse();
  }

  @Test
  void aPasswordInPlainTextIsRefusedAndNotRepeated() throws Exception {
    password("hunter2hunter2", "rw-------");
    assertThatThrownBy(() -> load("page: { password-file: page }"))
        .hasMessageContaining("gemba page password")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aHashThatEverybodyCanReadIsRefused() throws Exception {
    password(PagePassword.of("correct horse".toCharArray(), 1_000).line(), "rw-r--r--");
    assertThatThrownBy(() -> load("page: { password-file: page }"))
        .hasMessageContaining("everybody");
  }

  @Test
  void twoHashesOfOnePasswordDiffer() {
    char[] password = "correct horse".toCharArray();
    assertThat(PagePassword.of(password, 1_000).line())
        .isNotEqualTo(PagePassword.of(password, 1_000).line());
  }

  @ParameterizedTest
  @ValueSource(strings = {"8480", "127.0.0.1", "127.0.0.1:99999", "http://127.0.0.1:8480", "on"})
  void whatIsNoAddressIsRefused(String listen) {
    assertThatThrownBy(() -> load("page: { listen: \"" + listen + "\" }"))
        .hasMessageContaining("127.0.0.1:8480");
  }

  private void password(String content, String rights) throws Exception {
    Path file = folder.resolve("page");
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  private PageConfig load(String page) throws Exception {
    return new ConfigFolder(folder)
        .load("gateway: { enterprise: acme, site: dongguan, id: gw-01, " + page + " }\n")
        .page();
  }
}
