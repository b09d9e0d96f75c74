package io.gemba.hal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorMainTest {

  @TempDir private static Path folder;

  @Test
  void printsOneLineWhenReadyAndEndsByItself() {
    Ran ran = run("--port", "0", "--for", "50ms", "--directory", folder.toString());
    assertThat(ran.code).isZero();
    assertThat(ran.out).matches("Simulated plant: opc\\.tcp://127\\.0\\.0\\.1:\\d+/gemba\\R");
  }

  @Test
  void namesTheGpioFeedToo() {
    Ran ran =
        run("--port", "0", "--gpio-port", "0", "--for", "1ms", "--directory", folder.toString());
    assertThat(ran.out.lines())
        .hasSize(2)
        .last()
        .asString()
        .matches("GPIO feed: 127\\.0\\.0\\.1:\\d+");
  }

  @Test
  void saysItInJson() {
    Ran ran = run("--port", "0", "--json", "--for", "1ms", "--directory", folder.toString());
    assertThat(ran.out)
        .matches("\\{\"event\":\"ready\",\"endpoint\":\"opc.tcp://.*/gemba\",\"gpio\":null}\\R");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port 70000",
        "--lines 0",
        "--stops-every 3x",
        "--user inge",
        "--nonsense",
        "--speed -1",
        "--ideal-cycle 1ms",
        "--reject-rate 2"
      })
  void aWrongOptionIsAUsageError(String options) {
    Ran ran = run(("--for 1ms " + options).split(" "));
    assertThat(ran.code).isEqualTo(2);
    assertThat(ran.err).startsWith("gemba simulate: ").hasLineCount(1);
  }

  @Test
  void aTakenPortFailsWithWhatToDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ran ran = run("--port", String.valueOf(taken.getLocalPort()));
      assertThat(ran.code).isEqualTo(1);
      assertThat(ran.err).contains("choose another with --port").hasLineCount(1);
    }
  }

  @Test
  void aMissingPasswordFileFails() {
    Ran ran = run("--user", "inge", "--password-file", folder.resolve("none").toString());
    assertThat(ran.code).isEqualTo(1);
    assertThat(ran.err).contains("cannot read the password file");
  }

  @Test
  void aTemporaryFolderGoesWithWhatIsInIt() throws Exception {
    TemporaryFolder temporary = new TemporaryFolder();
    Files.createDirectories(temporary.path().resolve("pki/trusted"));
    Files.writeString(temporary.path().resolve("pki/trusted/some.der"), "some");
    temporary.close();
    assertThat(temporary.path()).doesNotExist();
  }

  @Test
  void readsDurations() {
    assertThat(new Durations().convert("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(new Durations().convert("10min")).isEqualTo(Duration.ofMinutes(10));
    assertThat(new Durations().convert("never")).isZero();
  }

  private record Ran(int code, String out, String err) {}

  private static Ran run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int code = SimulatorMain.run(args);
      return new Ran(
          code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
