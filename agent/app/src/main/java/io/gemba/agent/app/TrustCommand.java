package io.gemba.agent.app;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigProblemsException;
import io.gemba.hal.spi.TrustKeeper.Exported;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

/** {@code gemba trust …}: a person decides about the certificates that servers showed. */
@Command(
    name = "trust",
    description =
        "Shows the certificates that servers showed, and accepts or rejects them. Alone: list.",
    subcommands = {
      TrustCommand.ListThem.class,
      TrustAccept.class,
      TrustCommand.Reject.class,
      TrustCommand.RevocationList.class,
      TrustCommand.Export.class,
      TrustRenew.class
    })
final class TrustCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "the agent's configuration (default: /etc/gemba/gemba.yaml if it exists)")
  private @Nullable Path config;

  /** Whoever writes no more than that wants to see what there is. */
  @Override
  public Integer call() throws IOException {
    ListThem list = new ListThem();
    ((Part) list).trust = this;
    return list.call();
  }

  /** What all of them need. */
  abstract static class Part implements Callable<Integer> {
    @ParentCommand private TrustCommand trust = new TrustCommand();

    @Override
    public Integer call() throws IOException {
      Installation installation = Installation.here();
      Path config = trust.config;
      try {
        Optional<AgentConfig> loaded = AdapterState.config(installation, config);
        if (config != null) {
          System.setProperty("gemba.config", config.toString()); // for the commands in messages
        }
        return run(new TrustLists(installation, loaded));
      } catch (ConfigProblemsException e) {
        e.problems().forEach(System.err::println);
        return Main.USAGE;
      } catch (TrustChoice.UnclearException e) {
        System.err.println("gemba: " + e.getMessage());
        return Main.USAGE;
      } catch (AccessDeniedException e) {
        throw new IOException(
            "no access to " + e.getFile() + ": run this as the agent's user or with sudo", e);
      }
    }

    abstract int run(TrustLists lists) throws IOException, TrustChoice.UnclearException;

    /** What was decided, for people or for scripts. */
    void say(String words, List<Shown> decided) {
      System.out.println(
          json()
              ? TrustText.json(decided)
              : words
                  + "\n"
                  + decided.stream().map(TrustText::one).collect(Collectors.joining("\n")));
    }

    boolean json() {
      return trust.main.json;
    }

    /** Where our own certificate was written, and what to do with it. */
    int say(List<Exported> exported) {
      if (json()) {
        System.out.println(TrustText.exportedJson(exported));
      } else {
        exported.forEach(one -> System.out.println(TrustText.exported(one)));
      }
      return Main.FINE;
    }

    /** The option that finds the same certificates again. */
    String configOption() {
      return trust.config == null ? "" : " --config " + trust.config;
    }
  }

  /** {@code gemba trust list}. */
  @Command(name = "list", description = "Shows every certificate and what was decided about it.")
  static final class ListThem extends Part {
    @Override
    int run(TrustLists lists) throws IOException {
      List<Shown> all = lists.all().stream().map(TrustLists.Kept::shown).toList();
      System.out.println(
          json()
              ? TrustText.json(all)
              : TrustText.list(all, Instant.now(), configOption())
                  + TrustText.own(lists.own(), Instant.now(), configOption()));
      return Main.FINE;
    }
  }

  /** {@code gemba trust reject}. */
  @Command(
      name = "reject",
      description = "Refuses one certificate for good; a running connection to it ends.")
  static final class Reject extends Part {
    @Parameters(
        arity = "0..2",
        paramLabel = "DEVICE or SHA-256",
        description = "which one; with both, they must belong together")
    private List<String> which = List.of();

    @Override
    int run(TrustLists lists) throws IOException, TrustChoice.UnclearException {
      TrustLists.Kept kept = TrustChoice.toReject(lists.all(), which, configOption());
      kept.keeper().reject(kept.state(), kept.shown());
      say(
          "rejected, and refused from now on:",
          List.of(TrustText.with(kept.shown(), State.REJECTED, Set.of())));
      return Main.FINE;
    }
  }

  /** {@code gemba trust crl}. */
  @Command(
      name = "crl",
      description = {
        "Takes up a revocation list (CRL) of an authority that is trusted.",
        "What it names is refused, a running connection ends within ten seconds."
      })
  static final class RevocationList extends Part {
    @Parameters(
        paramLabel = "FILE",
        description = "the list, DER or PEM, as the authority gives it")
    private Path file = Path.of("");

    @Override
    int run(TrustLists lists) throws IOException {
      TrustLists.Authority authority = lists.pki();
      List<String> said = authority.keeper().addRevocations(authority.state(), file);
      System.out.println(json() ? TrustText.sentencesJson(said) : String.join("\n", said));
      return Main.FINE;
    }
  }

  /** {@code gemba trust export}. */
  @Command(
      name = "export",
      description = "Writes this gateway's own certificate (DER and PEM, never the key).")
  static final class Export extends Part {
    @Option(
        names = "--to",
        paramLabel = "DIR",
        defaultValue = ".",
        description = "where to (default: this folder)")
    private Path folder = Path.of(".");

    @Override
    int run(TrustLists lists) throws IOException {
      return say(lists.export(PrivateFolders.forEverybody(folder)));
    }
  }
}
