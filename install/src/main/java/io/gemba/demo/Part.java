package io.gemba.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One part of the demo: a process of its own that ends when this one ends, however that happens:
 * its standard input is a pipe from here, and a small shell beside it ends it when the pipe closes.
 */
final class Part {
  // The pipe is the life line: `read` returns when we are gone, even after a kill -9.
  private static final String GUARD =
      "exec 3<&0; \"$@\" </dev/null 3<&- & part=$!;"
          + " { read -r _ <&3; kill -TERM $part 2>/dev/null; } >/dev/null 2>&1 & guard=$!;"
          + " trap 'kill -TERM $part' TERM INT; exec 3<&-;"
          + " wait $part; code=$?; kill $guard 2>/dev/null; exit $code";

  private final String name;
  private final Process process;
  private final Path log;
  private final BufferedReader out;

  private Part(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts {@code launcher arguments…}; what it complains about goes to {@code name.log}. */
  static Part start(String name, Path folder, Path launcher, String... arguments)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "gemba-" + name));
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    return new Part(name, builder.start(), log);
  }

  /** The next line it prints, or null when it has ended. */
  @Nullable String line() throws IOException {
    return out.readLine();
  }

  /** Sends what it still prints to its log, so that it never waits for a reader. */
  void drain() {
    Thread.ofVirtual()
        .name("demo-" + name)
        .start(
            () -> {
              try {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                  Files.writeString(log, line + "\n", java.nio.file.StandardOpenOption.APPEND);
                }
              } catch (IOException e) {
                // Its end closes the stream; who watches it notices that it is gone.
              }
            });
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end by closing its life line. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy();
    }
  }

  /** Waits for its end after {@link #stop}; whether it came in time, else it is killed. */
  boolean awaitEnd(long seconds) throws InterruptedException {
    if (process.waitFor(seconds, TimeUnit.SECONDS)) {
      return true;
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    return false;
  }

  /** What a person needs when it failed: the last lines it wrote. */
  String lastWords() {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return String.join("\n  ", all.subList(Math.max(0, all.size() - 8), all.size()));
    } catch (IOException e) {
      return "(" + log + " cannot be read)";
    }
  }
}
