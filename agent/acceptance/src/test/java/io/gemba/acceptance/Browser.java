package io.gemba.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The machine's Chromium, driven by playwright-core from npm. */
final class Browser {
  private final Path folder;

  /** Installs what drives it, once per build directory; skips the test where a part is missing. */
  Browser() throws IOException, InterruptedException {
    Program.assumeInstalled("node", "npm", "chromium");
    Path module = Checkout.root().resolve("agent/acceptance");
    folder = Files.createDirectories(module.resolve("target/browser"));
    for (String file : List.of("package.json", "board.js", "page.js", "wall.js", "looks.js")) {
      Files.copy(
          module.resolve("src/test/node/browser").resolve(file),
          folder.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(folder.resolve("node_modules/axe-core/package.json"))) {
      run("npm.log", "npm", "install", "--prefix", folder.toString(), "--no-audit", "--no-fund");
    }
  }

  /** What a phone shows of the line board in each language, in the order of the languages. */
  List<JsonNode> lookAt(String board, String... languages)
      throws IOException, InterruptedException {
    return look("board.js", board, languages);
  }

  /**
   * What a phone shows of a gateway's page in each language; in the last one, accepts a
   * certificate.
   */
  List<JsonNode> lookAtGateway(String page, String... languages)
      throws IOException, InterruptedException {
    return look("page.js", page, languages);
  }

  /** Where pictures of what was seen are kept. */
  Path pictures() throws IOException {
    return Files.createDirectories(folder.resolve("shots"));
  }

  /** Starts looking at a board of forty lines; it asks for the console's death and return. */
  Program lookAtTheWall(String board, String name, String password) throws IOException {
    Files.deleteIfExists(folder.resolve("wall.log"));
    String script = folder.resolve("wall.js").toString();
    return Program.start(
        folder.resolve("wall.log"),
        Map.of(),
        List.of("node", script, board, name, password, pictures().toString()));
  }

  private List<JsonNode> look(String script, String url, String... languages)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", folder.resolve(script).toString(), url));
    command.addAll(List.of(languages));
    List<JsonNode> seen = new ArrayList<>();
    for (String line : run("browser.log", command.toArray(String[]::new)).lines().toList()) {
      if (line.startsWith("{")) {
        seen.add(new ObjectMapper().readTree(line));
      }
    }
    return seen;
  }

  private String run(String log, String... command) throws IOException, InterruptedException {
    Files.deleteIfExists(folder.resolve(log));
    try (Program program = Program.start(folder.resolve(log), Map.of(), List.of(command))) {
      int code = program.exitCode(Duration.ofMinutes(2));
      if (code != 0) {
        throw new AssertionError(command[0] + " ended with " + code + ":\n" + program.output());
      }
      return program.output();
    }
  }
}
