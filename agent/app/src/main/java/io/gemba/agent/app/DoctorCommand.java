package io.gemba.agent.app;

import io.gemba.agent.app.doctor.Checkup;
import io.gemba.agent.app.doctor.Finding;
import io.gemba.agent.app.doctor.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gemba doctor}: looks at everything and says how to cure what ails it. */
@Command(
    name = "doctor",
    description = {
      "Looks at clock, Java, disk, permissions, GPIO, every broker, every device and the journal,",
      "and says what to do about what is not well. Changes nothing; ends within 30 s.",
      "Exit codes: 0 nothing failed, 1 something did, 2 the configuration is wrong."
    })
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/gemba/gemba.yaml",
      description = "the agent's configuration (default: ${DEFAULT-VALUE})")
  private Path config = Path.of("gemba.yaml");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Visit visit = Visit.at(config);
    List<Finding> findings = Checkup.of(visit.patient());
    System.out.println(main.json ? Report.json(findings) : Report.text(findings));
    if (!visit.patient().configProblems().isEmpty()) {
      return Main.USAGE;
    }
    return Report.count(findings, Finding.Result.FAIL) > 0 ? Main.FAILED : Main.FINE;
  }
}
