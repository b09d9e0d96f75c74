package io.gemba.hal.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The adapters on the processor of a 64-bit Pi: Debian's arm64 Java under user emulation runs the
 * unit tests, so that the calls of the C library, the layout of the kernel's structures and the
 * wait are those of arm64. The emulator hands on no GPIO calls, so chips are not among them.
 */
@Tag("bed")
class Arm64BedTest {
  private static final Path PROVIDE =
      Path.of("../../install/testbed/arm64/provide").toAbsolutePath().normalize();
  private static final int CANNOT = 3;
  private static final int MINUTES = 15;

  @TempDir private Path folder;

  @Test
  void theUnitTestsHoldOnArm64() throws Exception {
    Path root = root();
    Path said = folder.resolve("said.txt");
    Process guest =
        new ProcessBuilder(command(root))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = guest.waitFor(MINUTES, TimeUnit.MINUTES);
    guest.destroyForcibly().waitFor();
    List<String> lines = Files.readAllLines(said);
    assertThat(ended).as(() -> "it ended: " + lines).isTrue();
    System.out.println(lines.getLast());
    assertThat(lines.getLast())
        .as(() -> String.join("\n", lines))
        .matches("aarch64 passed [1-9][0-9]+ failed 0");
  }

  /** Where the other processor's files are; skips where they cannot be had. */
  private Path root() throws Exception {
    Path why = folder.resolve("provide.txt");
    Process provide = new ProcessBuilder(PROVIDE.toString()).redirectError(why.toFile()).start();
    String root = new String(provide.getInputStream().readAllBytes()).strip();
    int code = provide.waitFor();
    String words = Files.readString(why).strip();
    Assumptions.assumeFalse(code == CANNOT, words);
    assertThat(code).as(words).isZero();
    return Path.of(root);
  }

  private static List<String> command(Path root) {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(
        emulator(),
        "-L",
        root.toString(),
        root.resolve("usr/lib/jvm/java-25-openjdk-arm64/bin/java").toString(),
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classes,
        Arm64Guest.class.getName());
  }

  private static String emulator() {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      for (String name : List.of("qemu-aarch64-static", "qemu-aarch64")) {
        if (Files.isExecutable(Path.of(folder, name))) {
          return name;
        }
      }
    }
    throw new AssertionError("provide found an emulator, but there is none on the path");
  }
}
