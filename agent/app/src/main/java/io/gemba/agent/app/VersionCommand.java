package io.gemba.agent.app;

import io.gemba.agent.app.status.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParentCommand;

/** {@code gemba version}. */
@Command(name = "version", description = "Shows the versions of the agent and of its Java.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @ParentCommand private Main main = new Main();

  @Override
  public Integer call() {
    if (main.json) {
      System.out.println(
          Json.of(
              json -> {
                json.writeStartObject();
                json.writeStringField("gemba", Home.version());
                json.writeStringField("java", Runtime.version().toString());
                json.writeEndObject();
              }));
    } else {
      System.out.println(getVersion()[0]);
    }
    return Main.FINE;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"gemba " + Home.version() + " (Java " + Runtime.version() + ")"};
  }
}
