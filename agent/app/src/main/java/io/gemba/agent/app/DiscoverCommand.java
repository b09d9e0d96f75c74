package io.gemba.agent.app;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gemba.agent.app.status.Json;
import io.gemba.hal.spi.Discoverable;
import io.gemba.hal.spi.Discoverable.Found;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code gemba discover}: what a target offers; changes nothing. */
@Command(
    name = "discover",
    description = "Shows what a target offers: endpoints, security, fingerprints; chips and lines.")
final class DiscoverCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Parameters(
      paramLabel = "TARGET",
      description = "opc.tcp://HOST:PORT, gpio, or gpio:CHIP with a chip's name or label")
  private String target = "";

  @Option(
      names = "--watch",
      description = "gpio: tell which pin moves, how often and how fast, until Ctrl-C")
  private boolean watch;

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
    return watch ? watch(adapter.get()) : show(adapter.get());
  }

  private int show(Discoverable adapter) throws IOException, InterruptedException {
    print(adapter.discover(target));
    return Main.FINE;
  }

  private int watch(Discoverable adapter) throws IOException, InterruptedException {
    if (!(adapter instanceof Discoverable.Watchable watchable)) {
      System.err.println(
          "gemba: '" + target + "' cannot be watched — leave --watch out, or write gpio");
      return Main.USAGE;
    }
    watchable.watch(target, this::tell);
    return Main.FINE;
  }

  /** A line for each; who reads no more ends it, as with {@code | head}. */
  private void tell(Found found) {
    System.out.println(main.json ? jsonLine(found) : line(found));
    if (System.out.checkError()) {
      Thread.currentThread().interrupt();
    }
  }

  private static String jsonLine(Found found) {
    return Json.of(json -> write(json, found)).replaceAll("\\s*\\R\\s*", " ");
  }

  private static String line(Found found) {
    StringBuilder line = new StringBuilder("%-17s".formatted(found.address()));
    found
        .facts()
        .forEach(
            (name, value) -> line.append(' ').append(name).append(' ').append(value).append(';'));
    return line.substring(0, line.length() - 1);
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
                write(json, one);
              }
              json.writeEndArray();
            }));
  }

  private static void write(JsonGenerator json, Found one) throws IOException {
    json.writeStartObject();
    json.writeStringField("address", one.address());
    for (var fact : one.facts().entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
  }
}
