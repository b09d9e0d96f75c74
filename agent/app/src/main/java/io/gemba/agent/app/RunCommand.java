package io.gemba.agent.app;

import io.gemba.agent.app.page.PageServer;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigProblemsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gemba run}: the agent in the foreground, until SIGTERM or Ctrl-C. */
@Command(
    name = "run",
    description = "Runs the agent in the foreground; SIGTERM or Ctrl-C stops it cleanly.")
final class RunCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the configuration, e.g. /etc/gemba/gemba.yaml")
  private Path config = Path.of("gemba.yaml");

  @Override
  public Integer call() throws Exception {
    Installation installation = Installation.here();
    installation.reportBrokenAdapters();
    AgentConfig loaded;
    try {
      loaded = installation.load(config);
    } catch (ConfigProblemsException e) {
      e.problems().forEach(System.err::println);
      return Main.USAGE;
    }
    // Adapters name it in the commands they tell people to type.
    System.setProperty("gemba.config", config.toAbsolutePath().normalize().toString());
    Agent agent =
        Agent.start(loaded, AdapterLoader.usable(installation.adapters()), installation.uplinks());
    Reload reload = new Reload(config.toAbsolutePath().normalize(), installation::load, agent);
    AgentPage view = new AgentPage(agent, installation, reload);
    PageServer page = PageServer.start(loaded.page(), view);
    ControlSocket control =
        new ControlSocket(loaded.journal().directory(), new AgentAnswers(agent, view));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent, control, page), "stop"));
    new CountDownLatch(1).await(); // the shutdown hook ends the process
    return Main.FINE;
  }

  /** Ends with 0 instead of the signal's number: being told to stop is no failure. */
  private static void stop(Agent agent, ControlSocket control, PageServer page) {
    page.close();
    try {
      control.close();
    } catch (IOException e) {
      System.err.println("gemba: the control socket stays behind: " + e.getMessage());
    }
    agent.close();
    Runtime.getRuntime().halt(Main.FINE);
  }
}
