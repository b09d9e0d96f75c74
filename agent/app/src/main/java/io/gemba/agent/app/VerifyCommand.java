package io.gemba.agent.app;

import io.gemba.agent.core.journal.JournalCheck;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code gemba journal verify}: is every page and every block what was written? */
@Command(
    name = "verify",
    description =
        "Reads every page and checks every block's checksum, while no agent holds the journal.")
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private JournalCommand journal = new JournalCommand();
  @Mixin private JournalFolder where = new JournalFolder();

  @Override
  public Integer call() throws IOException, JournalException {
    Path folder = where.find();
    if (folder == null) {
      return Main.USAGE;
    }
    JournalCheck check = new JournalFile(folder).verify();
    System.out.println(journal.json() ? json(check) : text(check));
    return check.problems().isEmpty() ? Main.FINE : Main.FAILED;
  }

  private static String text(JournalCheck check) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %d blocks with %d samples, %d gap records, %d damaged entries"
            .formatted(
                check.file(), check.blocks(), check.samples(), check.gaps(), check.damaged()));
    if (check.problems().isEmpty()) {
      return text.append("\nall is as it was written").toString();
    }
    check.problems().forEach(problem -> text.append("\n  ").append(problem));
    text.append(
        "\nWhat is sound is delivered all the same, and the agent names what is not in gap records."
            + "\nSave what can be read with 'gemba journal export', and check the disk.");
    return text.toString();
  }

  private static String json(JournalCheck check) {
    return Json.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("file", check.file().toString());
          json.writeNumberField("blocks", check.blocks());
          json.writeNumberField("samples", check.samples());
          json.writeNumberField("gaps", check.gaps());
          json.writeNumberField("damaged", check.damaged());
          json.writeArrayFieldStart("problems");
          for (String problem : check.problems()) {
            json.writeString(problem);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
