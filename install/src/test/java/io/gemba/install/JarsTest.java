package io.gemba.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarsTest {
  private static final Instant STAMP = Instant.parse("2026-11-23T00:00:00Z");
  private static final String OURS = "native/Linux/aarch64/a.so";

  @TempDir Path folder;

  @Test
  void rewritesAJarWithoutForeignLibrariesAndKeepsTheRestByteForByte() throws IOException {
    Path copy =
        new Jars(STAMP).copy(jar("a.jar", OURS, "native/Mac/a.dylib", "A.class"), out("one"));

    try (ZipFile zip = new ZipFile(copy.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      assertThat(names).containsExactly(OURS, "A.class");
      assertThat(zip.getInputStream(zip.getEntry("A.class")).readAllBytes())
          .asString()
          .isEqualTo("A.class");
    }
  }

  @Test
  void givesTheSameBytesTwice() throws IOException {
    Path jar = jar("a.jar", OURS, "native/Mac/a.dylib");
    Path one = new Jars(STAMP).copy(jar, out("one"));
    Path two = new Jars(STAMP).copy(jar, out("two"));

    assertThat(one).hasSameBinaryContentAs(two);
    assertThat(Files.getLastModifiedTime(one).toInstant()).isEqualTo(STAMP);
  }

  @Test
  void copiesAJarWithNothingForeignAsItIs() throws IOException {
    Path jar = jar("a.jar", OURS, "A.class");

    assertThat(new Jars(STAMP).copy(jar, out("one"))).hasSameBinaryContentAs(jar);
  }

  @Test
  void leavesSignaturesAndTheirDigestsBehindBecauseTheyStayInMemoryForEver() throws IOException {
    String manifest =
        """
        Manifest-Version: 1.0
        Multi-Release: true

        Name: A.class
        SHA-256-Digest: AAAA

        """;
    Path jar = folder.resolve("signed.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      put(zip, "META-INF/MANIFEST.MF", manifest);
      put(zip, "META-INF/BC2048KE.SF", "x");
      put(zip, "META-INF/BC2048KE.DSA", "x");
      put(zip, "A.class", "A");
    }

    try (JarFile copy = new JarFile(new Jars(STAMP).copy(jar, out("one")).toFile())) {
      assertThat(copy.stream().map(ZipEntry::getName))
          .containsExactly("META-INF/MANIFEST.MF", "A.class");
      assertThat(copy.getManifest().getEntries()).isEmpty();
      assertThat(copy.getManifest().getMainAttributes().getValue("Multi-Release"))
          .isEqualTo("true");
    }
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path out(String name) {
    return folder.resolve(name);
  }

  private Path jar(String name, String... entries) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(entry.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
