package io.gemba.agent.app;

import io.gemba.agent.app.status.Json;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code gemba adapters}: what is installed and whether it can be used. */
@Command(
    name = "adapters",
    description = "Lists the installed adapters and whether they fit this agent.")
final class AdaptersCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Override
  public Integer call() throws IOException {
    List<InstalledAdapter> adapters = Installation.here().adapters();
    if (main.json) {
      printJson(adapters);
    } else if (adapters.isEmpty()) {
      System.out.println("no adapters under " + Home.adapters().toAbsolutePath());
    } else {
      for (InstalledAdapter adapter : adapters) {
        String verdict = adapter.problem() == null ? "ok" : adapter.problem();
        System.out.printf("%-12s %-10s %s%n", adapter.name(), adapter.version(), verdict);
      }
    }
    boolean allUsable = adapters.stream().allMatch(a -> a.problem() == null);
    return allUsable ? Main.FINE : Main.FAILED;
  }

  private static void printJson(List<InstalledAdapter> adapters) {
    System.out.println(
        Json.of(
            json -> {
              json.writeStartArray();
              for (InstalledAdapter adapter : adapters) {
                json.writeStartObject();
                json.writeStringField("name", adapter.name());
                json.writeStringField("version", adapter.version());
                json.writeStringField("folder", adapter.folder().toString());
                json.writeBooleanField("usable", adapter.problem() == null);
                json.writeStringField("problem", adapter.problem());
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }
}
