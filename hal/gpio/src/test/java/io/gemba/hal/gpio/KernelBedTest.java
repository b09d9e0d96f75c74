package io.gemba.hal.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The adapter on a real kernel whose wires are simulated: boots it once and plays every scenario
 * inside. The kernel is built when it is missing, which takes some minutes.
 */
@Tag("bed")
class KernelBedTest {
  private static final Path BED =
      Path.of("../../install/testbed/gpio").toAbsolutePath().normalize();
  private static final int CANNOT = 3;

  /** How long it may take; more is wanted only for larger figures, see {@link BedFigures}. */
  private static final String SECONDS = System.getProperty("bed.seconds", "200");

  private static final Map<String, String> RESULTS = new HashMap<>();

  @TempDir private static Path job;

  @BeforeAll
  static void boot() throws Exception {
    String kernel = kernel();
    call(5, "gcc", "-O2", "-o", job.resolve("drive").toString(), BED.resolve("drive.c").toString());
    Files.writeString(job.resolve("cmd"), java() + " " + BedGuest.class.getName() + "\n");
    call(
        Integer.parseInt(SECONDS) / 60 + 1,
        BED.resolve("boot").toString(),
        kernel,
        job.toString(),
        SECONDS);
    String said = Files.readString(job.resolve("out/stdout"));
    System.out.println(said);
    System.out.println(Files.readString(job.resolve("out/stderr")));
    for (String line : said.lines().toList()) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("RESULT")) {
        RESULTS.put(words[1], words[2]);
      }
    }
  }

  /** Where it is; skips what follows where it cannot be had. */
  private static String kernel() throws IOException, InterruptedException {
    Path said = job.resolve("provide.txt");
    Process provide =
        new ProcessBuilder(BED.resolve("provide").toString()).redirectError(said.toFile()).start();
    String kernel = new String(provide.getInputStream().readAllBytes()).strip();
    int code = provide.waitFor();
    Assumptions.assumeFalse(code == CANNOT, () -> said(said));
    assertThat(code).as(() -> said(said)).isZero();
    return kernel;
  }

  private static String said(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void call(int minutes, String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as(() -> String.join(" ", command) + " ended").isTrue();
    assertThat(process.exitValue()).as(() -> String.join(" ", command)).isZero();
  }

  private static String java() {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Path.of(System.getProperty("java.home"), "bin", "java")
        + " -Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData"
        + " -Dbed.pulses="
        + System.getProperty("bed.pulses", "2000")
        + " -Dbed.steps="
        + System.getProperty("bed.steps", "480")
        + " -Dbed.halves="
        + System.getProperty("bed.halves", "200,0")
        + " -Dbed.edges="
        + System.getProperty("bed.edges", "2000")
        + " -Dbed.edge-half="
        + System.getProperty("bed.edge-half", "500")
        + " -Djava.io.tmpdir=/run --enable-native-access=ALL-UNNAMED -cp '"
        + classes
        + "'";
  }

  @ParameterizedTest
  @EnumSource(BedScenario.class)
  void holdsOnARealKernel(BedScenario scenario) {
    assertThat(RESULTS).containsEntry(scenario.name(), "ok");
  }
}
