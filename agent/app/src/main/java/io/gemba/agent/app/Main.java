package io.gemba.agent.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line of the agent. Exit codes: 0 fine, 1 it failed, 2 usage or configuration. */
@Command(
    name = "gemba",
    description = "Edge agent for remote factory management.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      DoctorCommand.class,
      ReloadCommand.class,
      PageCommand.class,
      SupportBundleCommand.class,
      DiscoverCommand.class,
      BrowseCommand.class,
      TrustCommand.class,
      AdaptersCommand.class,
      JournalCommand.class,
      VersionCommand.class,
    })
public final class Main {
  static final int FINE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  @Option(names = "--json", description = "answer in JSON", scope = ScopeType.INHERIT)
  boolean json;

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Logging.setUp();
    System.exit(run(args));
  }

  /** Runs one command. */
  static int run(String... args) {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          command.getErr().println("gemba: " + (e.getMessage() == null ? e : e.getMessage()));
          return FAILED;
        });
    if (args.length == 0) {
      line.usage(line.getErr());
      return USAGE;
    }
    return line.execute(args);
  }
}
