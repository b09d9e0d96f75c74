package io.gemba.agent.app;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigProblemsException;
import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.Discoverable.Browsable;
import io.gemba.hal.spi.Discoverable.Scope;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code gemba browse}: what points a device has; reads, changes nothing. */
@Command(
    name = "browse",
    description =
        "Shows what a server offers as a tree, or as a CSV that 'points-file:' takes back.")
final class BrowseCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Parameters(
      paramLabel = "ENDPOINT",
      description = "opc.tcp://HOST:PORT, or the name of a device in the configuration")
  private String target = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the agent's configuration (default: /etc/gemba/gemba.yaml if it exists)")
  private @Nullable Path config;

  @Option(names = "--csv", description = "print a table of the points for 'points-file:'")
  private boolean csv;

  @Option(names = "--under", paramLabel = "NODE", description = "begin below this node")
  private @Nullable String under;

  @Option(
      names = "--match",
      paramLabel = "GLOB",
      description = "only points on these paths: '**/Temp*'; ** is any number of levels")
  private @Nullable String match;

  @Option(names = "--depth", paramLabel = "N", description = "only so many levels")
  private int depth;

  @Option(names = "--values", description = "show the current values too")
  private boolean values;

  @Option(
      names = "--security",
      paramLabel = "WORD",
      description = "for an ENDPOINT: best (the default), none, or a policy by name")
  private @Nullable String security;

  @Option(names = "--user", paramLabel = "NAME", description = "for an ENDPOINT: log in as")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "for an ENDPOINT: holds nothing but the password")
  private @Nullable Path passwordFile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Installation installation = Installation.here();
    try {
      Optional<AgentConfig> loaded = AdapterState.config(installation, config);
      if (config != null) {
        System.setProperty("gemba.config", config.toString()); // for the commands in messages
      }
      return browse(installation, loaded);
    } catch (ConfigProblemsException e) {
      e.problems().forEach(System.err::println);
      return Main.USAGE;
    }
  }

  private int browse(Installation installation, Optional<AgentConfig> loaded)
      throws IOException, InterruptedException {
    Map<String, AdapterFactory> adapters = AdapterLoader.usable(installation.adapters());
    Optional<DeviceEntry> device =
        loaded.stream()
            .flatMap(c -> c.devices().stream())
            .filter(entry -> entry.device().name().equals(target))
            .findFirst();
    for (Map.Entry<String, AdapterFactory> adapter : adapters.entrySet()) {
      boolean fits =
          adapter.getValue() instanceof Browsable browsable
              && device
                  .map(entry -> entry.adapter().equals(adapter.getKey()))
                  .orElseGet(() -> browsable.understands(target));
      if (fits) {
        walk(
            (Browsable) adapter.getValue(),
            scope(device),
            PrivateFolders.make(AdapterState.of(loaded, adapter.getKey())));
        return Main.FINE;
      }
    }
    installation.reportBrokenAdapters();
    System.err.println(
        device.isPresent()
            ? "gemba: device '" + target + "' has an adapter that cannot be browsed"
            : "gemba: '"
                + target
                + "' is neither an address like opc.tcp://HOST:PORT nor a device of the"
                + " configuration");
    return Main.USAGE;
  }

  private Scope scope(Optional<DeviceEntry> device) {
    Map<String, String> options = new HashMap<>();
    put(options, "security", security);
    put(options, "user.name", user);
    put(options, "user.password-file", passwordFile == null ? null : passwordFile.toString());
    return new Scope(
        target, device.map(DeviceEntry::config).orElse(null), options, under, depth, values);
  }

  private static void put(Map<String, String> options, String key, @Nullable String value) {
    if (value != null) {
      options.put(key, value);
    }
  }

  private void walk(Browsable browsable, Scope scope, Path state)
      throws IOException, InterruptedException {
    // Tables and machines' names are UTF-8, whatever this terminal's locale says.
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    PathGlob glob = PathGlob.of(match == null ? "**" : match);
    try (BrowseOutput output =
        csv
            ? new BrowseTable(out, glob, values)
            : main.json ? new BrowseJson(out, glob) : new BrowseTree(out, glob)) {
      browsable.browse(scope, state, output);
    } finally {
      out.flush();
    }
  }
}
