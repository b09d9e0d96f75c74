package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  private static final String GATEWAY = "gateway: { enterprise: a, site: b, id: c }\n";
  @TempDir Path folder;

  @Test
  void saysThatAFileIsMissing() throws Exception {
    assertThat(problems(folder.resolve("none.yaml")))
        .containsExactly(
            "none.yaml:1:1: there is no file none.yaml — check the name and the folder");
  }

  @Test
  void saysThatAFolderIsNoFile() throws Exception {
    assertThat(problems(Files.createDirectory(folder.resolve("etc"))))
        .containsExactly("etc:1:1: etc is a folder — name a file in it");
  }

  @Test
  void saysThatAFileMayNotBeRead() throws Exception {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
    Path file = write(GATEWAY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assertThat(problems(file)).singleElement().asString().contains("may not read");
  }

  @Test
  void saysThatAFileIsEmptyOrOnlyComments() throws Exception {
    assertThat(problems(write(""))).singleElement().asString().contains("is empty");
    assertThat(problems(write("# later\n")))
        .singleElement()
        .asString()
        .contains("nothing but comments");
    assertThat(problems(write("- a\n"))).singleElement().asString().contains("made of keys");
  }

  @Test
  void saysWhereAFileStopsBeingText() throws Exception {
    assertThat(problems(write("gateway:\n  a\0b")))
        .containsExactly(
            "gemba.yaml:2:4: a control character: this is not plain text — check that it is the"
                + " right file, saved as UTF-8 text");
    Path big5 = folder.resolve("gemba.yaml");
    Files.write(big5, "gateway: 注".getBytes("Big5"));
    assertThat(problems(big5))
        .singleElement()
        .asString()
        .startsWith("gemba.yaml:1:10: from here on the file is not UTF-8 text");
  }

  @Test
  void refusesAHugeFileWithoutReadingItAll() throws Exception {
    Path file = folder.resolve("gemba.yaml");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(4L << 30);
    }
    assertThat(problems(file)).singleElement().asString().contains("larger than 8 MiB");
  }

  @Test
  void boundsNestingAndAliases() throws Exception {
    assertThat(problems(write("a: " + "[".repeat(100_000))))
        .singleElement()
        .asString()
        .contains("nested too deeply");
    assertThat(problems(write("a: &x 1\nb: [" + "*x,".repeat(60) + "]\n")))
        .singleElement()
        .asString()
        .contains("too many aliases");
    assertThat(problems(write(GATEWAY + "devices: &d { a: *d }\n"))).isNotEmpty();
  }

  @Test
  void acceptsAByteOrderMark() throws Exception {
    assertThat(problems(write("\uFEFF" + GATEWAY))).isEmpty();
  }

  @Test
  void explainsWhatTheParserStumblesOver() throws Exception {
    assertThat(problems(write("gateway:\n\tsite: a\n")))
        .containsExactly(
            "gemba.yaml:2:1: this is not YAML: a tab stands where spaces belong — indent with"
                + " spaces");
    assertThat(problems(write("a: b: c\n"))).singleElement().asString().contains("in quotes");
    assertThat(problems(write("a: \"b\n"))).singleElement().asString().contains("close the quote");
    assertThat(problems(write("a: [b\nc: d\n"))).singleElement().asString().contains("bracket");
    assertThat(problems(write("a: @b\n"))).singleElement().asString().contains("in quotes");
    assertThat(problems(write(GATEWAY + "---\na: b\n")))
        .anyMatch(p -> p.contains("second document"));
    assertThat(problems(write("%YAML 1.0\n---\na: b\n"))).isNotEmpty();
    assertThat(problems(write(GATEWAY.replace("c }", "!secret c }"))))
        .singleElement()
        .asString()
        .contains("types such as '!secret'");
  }

  @Test
  void looksAtPasswordFilesFromOutsideOnly() throws Exception {
    ConfigFolder there = new ConfigFolder(folder);
    String yaml =
        GATEWAY + "uplinks: { hq: { url: \"mqtt://127.0.0.1\", password-file: secret } }\n";
    assertThat(there.problems(yaml))
        .containsExactly(
            "2:58: there is no password file secret — write the password into that file, then run:"
                + " chmod 600 secret");
    there.secret("secret", "rw-r--r--");
    assertThat(there.problems(yaml))
        .containsExactly(
            "2:58: everybody on this machine can read or change the password in secret — run:"
                + " chmod o-rwx secret");
    there.secret("secret", "rw-r-----");
    assertThat(there.problems(yaml)).isEmpty();
  }

  private List<String> problems(Path file) throws Exception {
    try {
      TestPlugins.loader().load(file);
      return List.of();
    } catch (ConfigProblemsException e) {
      return e.problems().stream().map(p -> p.toString().replace(folder + "/", "")).toList();
    }
  }

  private Path write(String text) throws Exception {
    return Files.writeString(folder.resolve("gemba.yaml"), text, StandardCharsets.UTF_8);
  }
}
