package io.gemba.agent.app;

import io.gemba.hal.spi.Discoverable;
import io.gemba.hal.spi.Discoverable.Found;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code gemba discover}: what a target offers; changes nothing. */
@Command(
    name = "discover",
    description = "Shows what a target offers: endpoints, security, fingerprints; chips and lines.")
final class DiscoverCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Parameters(paramLabel = "TARGET", description = "opc.tcp://HOST:PORT or gpio")
  private String target = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Installation installation = Installation.here();
    Optional<Discoverable> adapter =
        AdapterLoader.usable(installation.adapters()).values().stream()
            .filter(Discoverable.class::isInstance)
            .map(Discoverable.class::cast)
            .filter(discoverable -> discoverable.understands(target))
            .findFirst();
    if (adapter.isEmpty()) {
      installation.reportBrokenAdapters();
      System.err.println(
          "gemba: no installed adapter understands '"
              + target
              + "' — write opc.tcp://HOST:PORT or gpio; 'gemba adapters' lists what is installed");
      return Main.USAGE;
    }
    print(adapter.get().discover(target));
    return Main.FINE;
  }

  private void print(List<Found> found) {
    if (main.json) {
      printJson(found);
      return;
    }
    if (found.isEmpty()) {
      System.out.println("nothing found at " + target);
    }
    for (Found one : found) {
      System.out.println(one.address());
      one.facts().forEach((name, value) -> System.out.printf("  %-14s %s%n", name, value));
    }
  }

  private static void printJson(List<Found> found) {
    System.out.println(
        Json.of(
            json -> {
              json.writeStartArray();
              for (Found one : found) {
                json.writeStartObject();
                json.writeStringField("address", one.address());
                for (var fact : one.facts().entrySet()) {
                  json.writeStringField(fact.getKey(), fact.getValue());
                }
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }
}
