package io.gemba.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program of its own, with its output in a file; ended by pid, never by name. */
final class Program implements AutoCloseable {
  private final Process process;
  private final Path output;
  private final int before;

  private Program(Process process, Path output, int before) {
    this.process = process;
    this.output = output;
    this.before = before;
  }

  static Program start(Path output, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    int before = Files.exists(output) ? Files.readString(output).length() : 0;
    return new Program(builder.start(), output, before);
  }

  /** Skips the test, saying so, where a program is not installed. */
  static void assumeInstalled(String... names) {
    for (String name : names) {
      boolean found =
          List.of("/usr/bin/", "/usr/sbin/", "/usr/local/bin/").stream()
              .anyMatch(folder -> Files.isExecutable(Path.of(folder + name)));
      Assumptions.assumeTrue(found, name + " is not installed; install/test installs it");
    }
  }

  String output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(no output: " + e + ")";
    }
  }

  /** Waits for what this program says, not what one before it said into the same file. */
  void awaitOutput(String text, Duration atMost) throws InterruptedException {
    Await.until(
        () -> "'" + text + "' in the output of " + process.info().command() + ":\n" + output(),
        atMost,
        () -> {
          if (!process.isAlive() && !hasSaid(text)) {
            throw new AssertionError("ended with " + process.exitValue() + ":\n" + output());
          }
          return hasSaid(text);
        });
  }

  private boolean hasSaid(String text) {
    return output().indexOf(text, before) >= 0;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; the exit code. */
  int stop(Duration atMost) throws InterruptedException {
    process.destroy();
    return exitCode(atMost);
  }

  int exitCode(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      throw new AssertionError("did not end within " + atMost + ":\n" + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    try {
      process.destroy();
      if (!process.waitFor(6, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
