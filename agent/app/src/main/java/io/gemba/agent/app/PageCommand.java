package io.gemba.agent.app;

import io.gemba.agent.app.status.Json;
import io.gemba.agent.core.config.PagePassword;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code gemba page …}: the gateway's own web page. */
@Command(
    name = "page",
    description = "Sets the password of the gateway's own web page.",
    subcommands = PageCommand.Password.class)
final class PageCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Override
  public Integer call() {
    System.err.println("gemba page: write 'gemba page password FILE'");
    return Main.USAGE;
  }

  /** {@code gemba page password FILE}. */
  @Command(
      name = "password",
      description = {
        "Asks for a password and writes what is kept of it (salted PBKDF2) into a file,",
        "for gateway.page.password-file. A running agent heeds a new one at the next login."
      })
  static final class Password implements Callable<Integer> {
    @ParentCommand private PageCommand page = new PageCommand();

    @Option(names = "--stdin", description = "reads the password from the standard input")
    private boolean stdin;

    @Parameters(paramLabel = "FILE", description = "e.g. /etc/gemba/secrets/page")
    private Path file = Path.of("page");

    @Override
    public Integer call() throws IOException {
      char[] password = read();
      if (password == null) {
        return Main.USAGE;
      }
      try {
        if (password.length < PagePassword.SHORTEST) {
          System.err.println(
              "gemba: at least "
                  + PagePassword.SHORTEST
                  + " characters, please: a few words do better than one strange one");
          return Main.USAGE;
        }
        write(PagePassword.of(password).line());
      } finally {
        Arrays.fill(password, ' ');
      }
      tell();
      return Main.FINE;
    }

    @SuppressWarnings("SystemConsoleNull") // its type says that it may be
    private char @Nullable [] read() throws IOException {
      Console console = System.console();
      if (stdin || console == null || !console.isTerminal()) {
        if (!stdin) {
          System.err.println("gemba: no terminal to ask on: write --stdin and give it one line");
          return null;
        }
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        return line == null ? new char[0] : line.toCharArray();
      }
      char[] first = console.readPassword("Password of the page: ");
      char[] second = console.readPassword("Once more: ");
      if (first == null || second == null || !Arrays.equals(first, second)) {
        System.err.println("gemba: these were two different ones; nothing was changed");
        return null;
      }
      return first;
    }

    /** Whole or not at all, and for the folder's group: that is how the agent's user reads it. */
    private void write(String line) throws IOException {
      Path target = file.toAbsolutePath();
      Path folder = target.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new IOException(
            "there is no folder "
                + folder
                + ": sudo install -d -o root -g gemba -m 0750 "
                + folder);
      }
      Path fresh =
          Files.createTempFile(
              folder,
              ".page",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(fresh, line);
        Files.getFileAttributeView(fresh, PosixFileAttributeView.class)
            .setGroup(Files.readAttributes(folder, PosixFileAttributes.class).group());
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r-----"));
        Files.move(
            fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }

    private void tell() {
      if (page.main.json) {
        System.out.println(
            Json.of(
                json -> {
                  json.writeStartObject();
                  json.writeStringField("file", file.toString());
                  json.writeEndObject();
                }));
      } else {
        System.out.printf(
            "written. In the configuration:%n  gateway:%n    page: { listen: \"0.0.0.0:8480\","
                + " password-file: %s }%nthen restart the agent (a new password alone needs no"
                + " restart)%n",
            file);
      }
    }
  }
}
