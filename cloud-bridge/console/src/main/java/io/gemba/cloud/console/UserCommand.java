package io.gemba.cloud.console;

import io.gemba.cloud.console.config.ConfigException;
import io.gemba.cloud.console.config.ConfigReader;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.users.Account;
import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.users.Sites;
import io.gemba.cloud.console.users.StoreException;
import io.gemba.cloud.console.users.Users;
import io.gemba.cloud.console.users.Visitor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gemba console user}: accounts, also while the console runs. */
@Command(
    name = "gemba console user",
    description = {
      "Accounts of the line board. Works while the console runs, and holds at once.",
      "Run it as the user the console runs as."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:fine", "1:it failed", "2:usage or configuration"})
final class UserCommand {
  @SuppressWarnings("UnusedVariable") // picocli reads it to print the help
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this help")
  private boolean help;

  private static final String NAME = "the account's name: letters, digits and . _ @ -";
  private static final String STDIN = "read the password from the standard input, one line";

  @Command(name = "add", description = "Makes an account; asks for its password.")
  int add(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(
              names = "--role",
              defaultValue = "viewer",
              description = "viewer (default), operator or admin")
          String role,
      @Option(
              names = "--site",
              defaultValue = "*/*",
              split = ",",
              description = "ENTERPRISE/SITE or `acme/*`; may be repeated; default: all")
          List<String> sites,
      @Option(names = "--stdin", description = STDIN) boolean stdin) {
    return with(
        common,
        users -> {
          Role chosen = role(role);
          Sites covered = new Sites(sites);
          String password = PasswordPrompt.ask(stdin);
          return users.accounts().add(self(), name, chosen, covered, password);
        },
        name + ": added");
  }

  @Command(name = "set", description = "Gives an account another role or other sites.")
  int set(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(names = "--role", description = "viewer, operator or admin") @Nullable String role,
      @Option(names = "--site", split = ",", description = "instead of those it has")
          @Nullable List<String> sites) {
    return with(
        common,
        users -> {
          Optional<Account> before = Account.name(name).flatMap(n -> users.store().account(n));
          if (before.isEmpty()) {
            return Optional.of("there is no account `" + name + "`");
          }
          Account is = before.get();
          return users
              .accounts()
              .change(
                  self(),
                  new Account(
                      is.name(),
                      role == null ? is.role() : role(role),
                      sites == null ? is.sites() : new Sites(sites)));
        },
        name + ": changed");
  }

  @Command(name = "passwd", description = "Sets a password; ends every session of the account.")
  int passwd(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(names = "--stdin", description = STDIN) boolean stdin) {
    return with(
        common,
        users -> users.accounts().password(self(), name, PasswordPrompt.ask(stdin)),
        name + ": password set, sessions ended");
  }

  @Command(name = "remove", description = "Removes an account and ends its sessions.")
  int remove(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return with(common, users -> users.accounts().remove(self(), name), name + ": removed");
  }

  @Command(name = "list", description = "The accounts with their roles and sites.")
  int list(@Mixin CommonOptions common) {
    return with(
        common,
        users -> {
          for (Account a : users.store().accounts()) {
            common.say(
                common.json()
                    ? Json.object(
                        "name", a.name(), "role", a.role().word(), "sites", a.sites().text())
                    : "%-24s %-10s %s".formatted(a.name(), a.role().word(), a.sites().text()));
          }
          return Optional.empty();
        },
        "");
  }

  /** Answers why not, or empty. */
  private interface Deed {
    Optional<String> on(Users users) throws IOException;
  }

  private int with(CommonOptions common, Deed deed, String done) {
    try {
      ConsoleConfig config = ConfigReader.read(common.config());
      try (Users users =
          Users.sqlite(config.directory(), config.access().lifetimes(), ConsoleClock.system())) {
        Optional<String> problem = deed.on(users);
        if (problem.isPresent()) {
          return common.failed(CommonOptions.FAILED, said(problem.get()));
        }
      }
    } catch (ConfigException e) {
      return common.failed(CommonOptions.USAGE, e.problems());
    } catch (IllegalArgumentException e) {
      return common.failed(CommonOptions.USAGE, said(e.getMessage()));
    } catch (IOException | StoreException e) {
      return common.failed(CommonOptions.FAILED, said(e.getMessage()));
    }
    if (!done.isEmpty()) {
      common.say(common.json() ? Json.object("done", done) : done);
    }
    return 0;
  }

  private static List<String> said(@Nullable String problem) {
    return List.of("gemba console user: " + problem);
  }

  private static Role role(String word) {
    return Role.of(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "`" + word + "` is no role — write viewer, operator or admin"));
  }

  /** Whoever may write the file is its admin; the operating system knows their name. */
  private static Visitor self() {
    String name = System.getProperty("user.name", "?");
    return new Visitor(name, Role.ADMIN, Sites.ALL, "command line", true);
  }
}
