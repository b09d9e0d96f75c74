package io.gemba.agent.app;

import io.gemba.agent.app.status.Json;
import io.gemba.agent.core.journal.JournalCheck;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.JournalFile;
import io.gemba.agent.core.journal.Salvage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gemba journal verify}: is every page and every block what was written? */
@Command(
    name = "verify",
    description =
        "Reads every page and checks every block's checksum, while no agent holds the journal; or"
            + " saves what can be read of journals that were put aside as corrupt.")
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private JournalCommand journal = new JournalCommand();
  @Mixin private JournalFolder where = new JournalFolder();

  @Option(
      names = "--salvage",
      paramLabel = "OUT",
      description =
          "write everything that still checks out of the journals put aside (gemba.db.corrupt-*) to"
              + " this new file, as JSON lines; the agent may run meanwhile")
  private @Nullable Path salvage;

  @Override
  public Integer call() throws IOException, JournalException {
    Path folder = where.find();
    if (folder == null) {
      return Main.USAGE;
    }
    Path out = salvage;
    if (out != null) {
      List<Salvage.Found> found = SalvageExport.write(new JournalFile(folder).corrupt(), out);
      System.out.println(
          journal.json() ? SalvageExport.json(found) : SalvageExport.text(found, out));
      return Main.FINE;
    }
    JournalCheck check = new JournalFile(folder).verify();
    System.out.println(journal.json() ? json(check) : text(check) + aside(folder));
    return check.problems().isEmpty() ? Main.FINE : Main.FAILED;
  }

  private static String aside(Path folder) throws JournalException {
    int files = new JournalFile(folder).corrupt().size();
    return files == 0
        ? ""
        : "\nJournals put aside as corrupt: %d. Save what can be read of them with --salvage OUT"
            .formatted(files);
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
