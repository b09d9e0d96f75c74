package io.gemba.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssembleTest {
  @TempDir Path lib;

  /** A start-up cache of an older build ran the older build's classes after an update. */
  @Test
  void jarsOfAnotherBuildHaveAnotherFingerprint() throws Exception {
    Files.writeString(lib.resolve("a.jar"), "one");
    Files.writeString(lib.resolve("b.jar"), "two");
    String first = Assemble.fingerprint(lib);
    assertThat(Assemble.fingerprint(lib)).isEqualTo(first);
    Files.writeString(lib.resolve("b.jar"), "TWO");
    assertThat(Assemble.fingerprint(lib)).isNotEqualTo(first);
    Files.writeString(lib.resolve("b.jar"), "two");
    Files.move(lib.resolve("b.jar"), lib.resolve("c.jar"));
    assertThat(Assemble.fingerprint(lib)).isNotEqualTo(first);
  }
}
