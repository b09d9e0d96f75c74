package io.gemba.agent.app;

import io.gemba.agent.app.Export.Filter;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.JournalFile;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gemba journal export}: everything that is still in the journal, to stdout. */
@Command(
    name = "export",
    description = {
      "Writes everything that is still in the journal to stdout, gaps and set-aside entries included:",
      "JSON lines, or CSV."
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private JournalFolder where = new JournalFolder();

  @Option(names = "--device", paramLabel = "D", description = "only this device")
  private @Nullable String device;

  @Option(
      names = "--from",
      paramLabel = "T",
      description = "source time, included, such as 2026-11-23T08:00:00Z")
  private @Nullable Instant from;

  @Option(names = "--to", paramLabel = "T", description = "source time, excluded")
  private @Nullable Instant to;

  @Option(names = "--csv", description = "CSV instead of JSON lines")
  private boolean csv;

  @Override
  public Integer call() throws IOException, JournalException {
    Path folder = where.find();
    if (folder == null) {
      return Main.USAGE;
    }
    Filter filter = new Filter(device, from, to);
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8))) {
      if (!AgentStream.copy(folder, JournalQuestions.export(filter, csv), out)) {
        Export.Rows rows = csv ? new ExportCsv(out) : new ExportJson(out);
        new JournalFile(folder).visit(new Export(filter, rows));
      }
    }
    return Main.FINE;
  }
}
