package io.gemba.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The agent as its user starts it: {@code install/gemba run --config FILE}. */
final class GembaAgent implements AutoCloseable {
  private final Path folder;
  private final Path config;
  private Program program;

  GembaAgent(Path folder, String yaml) throws IOException {
    this.folder = folder;
    this.config = folder.resolve("gemba.yaml");
    Files.writeString(config, yaml);
    this.program = launch();
  }

  private Program launch() throws IOException {
    return Program.start(
        folder.resolve("agent.log"),
        Map.of(),
        List.of(Checkout.launcher().toString(), "run", "--config", config.toString()));
  }

  /** Runs another command of the launcher to its end. */
  static Result command(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Checkout.launcher().toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "command", ".log");
    Program program = Program.start(output, Map.of(), command);
    return new Result(program.exitCode(Duration.ofSeconds(60)), program.output());
  }

  record Result(int exitCode, String output) {}

  void awaitRunning() throws InterruptedException {
    program.awaitOutput("running:", Duration.ofSeconds(30));
  }

  String log() {
    return program.output();
  }

  long pid() {
    return program.pid();
  }

  boolean isAlive() {
    return program.isAlive();
  }

  void kill() throws InterruptedException {
    program.kill();
  }

  int stop() throws InterruptedException {
    return program.stop(Duration.ofSeconds(8));
  }

  void startAgain() throws IOException {
    program = launch();
  }

  @Override
  public void close() {
    program.close();
  }
}
