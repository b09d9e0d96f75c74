package io.gemba.agent.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gemba trust renew}: a new certificate of our own, while the old one still works. */
@Command(
    name = "renew",
    description = {
      "Makes a new certificate for this gateway and writes it for the servers to accept.",
      "Each server is shown the new one first, and the old one as long as it refuses the new;"
          + " --finish ends that."
    })
final class TrustRenew extends TrustCommand.Part {
  @Option(names = "--keep-key", description = "keep the key pair (default: a new one too)")
  private boolean keepKey;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "where to write it (default: this folder)")
  private Path folder = Path.of(".");

  @Option(names = "--finish", description = "use only the new one from now on")
  private boolean finish;

  @Option(names = "--force", description = "with --finish: although servers have not taken it")
  private boolean force;

  @Option(names = "--cancel", description = "throw the new one away, stay with the old one")
  private boolean cancel;

  @Override
  int run(TrustLists lists) throws IOException, TrustChoice.UnclearException {
    if ((finish && cancel) || (force && !finish)) {
      throw new TrustChoice.UnclearException(
          "write one of: --finish, --finish --force, --cancel, or none of them to begin");
    }
    TrustLists.Authority own = lists.pki();
    if (finish || cancel) {
      String done =
          finish
              ? own.keeper().finishRenewal(own.state(), force)
              : own.keeper().cancelRenewal(own.state());
      System.out.println(json() ? TrustText.sentencesJson(List.of(done)) : done);
      return Main.FINE;
    }
    return say(
        List.of(own.keeper().renewOwn(own.state(), !keepKey, PrivateFolders.forEverybody(folder))));
  }
}
