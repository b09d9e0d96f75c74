package io.gemba.agent.app;

import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.JournalFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code gemba journal retry}: tries once more what an uplink refused. */
@Command(
    name = "retry",
    description = "Puts the entries that an uplink refused back into its queue.")
final class RetryCommand implements Callable<Integer> {
  @ParentCommand private JournalCommand journal = new JournalCommand();
  @Mixin private JournalFolder where = new JournalFolder();

  @Parameters(paramLabel = "UPLINK", description = "the uplink's name in the configuration")
  private String uplink = "";

  @Override
  public Integer call() throws IOException, JournalException {
    Path folder = where.find();
    if (folder == null) {
      return Main.USAGE;
    }
    StringWriter answer = new StringWriter();
    int entries =
        AgentStream.copy(folder, JournalQuestions.retry(uplink), answer)
            ? Integer.parseInt(answer.toString().strip())
            : new JournalFile(folder).retry(uplink, InstantSource.system());
    System.out.println(
        journal.json()
            ? "{\"uplink\":\"" + uplink + "\",\"entries\":" + entries + "}"
            : entries + " entries wait for " + uplink + " again");
    return Main.FINE;
  }
}
