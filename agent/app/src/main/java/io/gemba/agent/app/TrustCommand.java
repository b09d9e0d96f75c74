package io.gemba.agent.app;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigProblemsException;
import io.gemba.hal.spi.TrustKeeper.Exported;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code gemba trust …}: a person decides about the certificates that servers showed. */
@Command(
    name = "trust",
    description = "Shows the certificates that servers showed, and accepts or rejects them.",
    subcommands = {
      TrustCommand.ListThem.class,
      TrustCommand.Accept.class,
      TrustCommand.Reject.class,
      TrustCommand.Export.class
    })
final class TrustCommand {
  @ParentCommand private Main main = new Main();

  /** What all of them need. */
  abstract static class Part implements Callable<Integer> {
    @ParentCommand private TrustCommand trust = new TrustCommand();

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "the agent's configuration (default: /etc/gemba/gemba.yaml if it exists)")
    private @Nullable Path config;

    @Override
    public Integer call() throws IOException {
      Installation installation = Installation.here();
      try {
        Optional<AgentConfig> loaded = AdapterState.config(installation, config);
        return run(new TrustLists(installation, loaded));
      } catch (ConfigProblemsException e) {
        e.problems().forEach(System.err::println);
        return Main.USAGE;
      } catch (TrustChoice.UnclearException e) {
        System.err.println("gemba: " + e.getMessage());
        return Main.USAGE;
      }
    }

    abstract int run(TrustLists lists) throws IOException, TrustChoice.UnclearException;

    boolean json() {
      return trust.main.json;
    }

    /** The option that finds the same certificates again. */
    String configOption() {
      return config == null ? "" : " --config " + config;
    }
  }

  /** {@code gemba trust list}. */
  @Command(name = "list", description = "Shows every certificate and what was decided about it.")
  static final class ListThem extends Part {
    @Override
    int run(TrustLists lists) throws IOException {
      List<Shown> all = lists.all().stream().map(TrustLists.Kept::shown).toList();
      System.out.println(
          json() ? TrustText.json(all) : TrustText.list(all, Instant.now(), configOption()));
      return Main.FINE;
    }
  }

  /** {@code gemba trust accept}. */
  @Command(
      name = "accept",
      description = {
        "Accepts one certificate that is waiting. A changed or rejected one only by its SHA-256.",
        "A running agent takes it up at its next attempt to connect."
      })
  static final class Accept extends Part {
    @Parameters(
        arity = "0..2",
        paramLabel = "DEVICE or SHA-256",
        description = "which one; with both, they must belong together")
    private List<String> which = List.of();

    @Override
    int run(TrustLists lists) throws IOException, TrustChoice.UnclearException {
      TrustLists.Kept kept = TrustChoice.toAccept(lists.all(), which, configOption());
      kept.keeper().accept(kept.state(), kept.shown());
      System.out.println(
          json()
              ? TrustText.json(List.of(TrustText.with(kept.shown(), State.TRUSTED)))
              : "accepted, and trusted from the next attempt on:\n" + TrustText.one(kept.shown()));
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
      System.out.println(
          json()
              ? TrustText.json(List.of(TrustText.with(kept.shown(), State.REJECTED)))
              : "rejected, and refused from now on:\n" + TrustText.one(kept.shown()));
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
      Files.createDirectories(folder);
      List<Exported> exported = lists.export(folder);
      if (json()) {
        System.out.println(TrustText.exportedJson(exported));
      } else {
        exported.forEach(one -> System.out.println(TrustText.exported(one)));
      }
      return Main.FINE;
    }
  }
}
