package io.gemba.agent.app;

import io.gemba.agent.app.TrustChoice.UnclearException;
import io.gemba.agent.app.TrustLists.Kept;
import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.Pki;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gemba trust accept}: one certificate, or the authority behind it. */
@Command(
    name = "accept",
    description = {
      "Accepts one certificate that is waiting, for the device that is named or else for those that"
          + " showed it. A changed or rejected one only by its SHA-256.",
      "With --ca or --issuer: the authority that signed it, and so all that it signed.",
      "A running agent takes it up at its next attempt to connect."
    })
final class TrustAccept extends TrustCommand.Part {
  @Parameters(
      arity = "0..2",
      paramLabel = "DEVICE or SHA-256",
      description = "which one; with both, they must belong together")
  private List<String> which = List.of();

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "for this device alone; may be written several times")
  private List<String> devices = List.of();

  @Option(names = "--all-devices", description = "for every device of this gateway")
  private boolean all;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "an authority's certificate (DER or PEM), as whoever runs it gives it to you")
  private @Nullable Path authority;

  @Option(
      names = "--issuer",
      description =
          "not the certificate itself but the authority that signed it, as the server sent it")
  private boolean issuer;

  @Override
  int run(TrustLists lists) throws IOException, UnclearException {
    Set<String> only = new TreeSet<>(devices);
    if (all && !only.isEmpty()) {
      throw new UnclearException("write either --device or --all-devices");
    }
    if (authority != null && (issuer || !which.isEmpty())) {
      throw new UnclearException(
          "with --ca a file says what to accept; leave the rest out, or say for whom with --device");
    }
    lists.requireDevices(only);
    if (authority != null) {
      TrustLists.Authority keeper = lists.pki();
      say(AUTHORITY, keeper.keeper().acceptAuthorities(keeper.state(), authority, only));
    } else if (issuer) {
      Kept kept = TrustChoice.signed(lists.all(), which, configOption());
      say(AUTHORITY, List.of(pki(kept).acceptIssuer(kept.state(), kept.shown(), only)));
    } else {
      accept(
          TrustChoice.toAccept(lists.all(), which, all || !only.isEmpty(), configOption()), only);
    }
    return Main.FINE;
  }

  private static final String AUTHORITY =
      "accepted as an authority: from the next attempt on, whatever it signed is trusted as long as"
          + " the dates are right and the certificate names the host of 'endpoint:'";

  private void accept(Kept kept, Set<String> only) throws IOException, UnclearException {
    Set<String> whom = all ? Set.of() : only.isEmpty() ? TrustChoice.devices(kept, which) : only;
    if (kept.keeper() instanceof Pki pki) {
      pki.accept(kept.state(), kept.shown(), whom);
    } else {
      kept.keeper().accept(kept.state(), kept.shown());
    }
    say(
        "accepted, and trusted from the next attempt on:",
        List.of(TrustText.with(kept.shown(), State.TRUSTED, whom)));
    if (!json()) {
      kept.shown().by().stream().map(By::before).distinct().forEach(this::tellOfTheOneBefore);
    }
  }

  private void tellOfTheOneBefore(String before) {
    if (!before.isEmpty()) {
      System.out.println(
          "The one before stays trusted until you write: gemba trust reject"
              + configOption()
              + " "
              + before);
    }
  }

  private static Pki pki(Kept kept) throws UnclearException {
    if (kept.keeper() instanceof Pki pki) {
      return pki;
    }
    Shown shown = kept.shown();
    throw new UnclearException("the adapter of " + shown.subject() + " knows no authorities");
  }
}
