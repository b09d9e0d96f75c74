package io.gemba.agent.app.doctor;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.JournalReport;
import io.gemba.agent.core.journal.JournalStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The journal: asked of the running agent, or read from its file when none runs. */
final class JournalCheck {
  private JournalCheck() {}

  static List<Finding> look(AgentConfig config, @Nullable Map<String, Object> agent) {
    return agent == null ? file(config.journal().directory()) : asked(Tree.map(agent, "journal"));
  }

  private static List<Finding> asked(Map<String, Object> journal) {
    List<Finding> findings = new ArrayList<>();
    Object problem = journal.get("problem");
    if (problem != null) {
      findings.add(
          Finding.fail(
              "journal",
              "",
              "samples cannot be kept: " + problem,
              "see the findings about the disk; the agent goes on by itself once it can write"));
    } else {
      findings.add(
          Finding.ok(
              "journal",
              "",
              "writes; "
                  + Tree.number(journal, "entries")
                  + " entries wait or are set aside, "
                  + Tree.number(journal, "gaps")
                  + " gaps recorded"));
    }
    if (journal.get("corruptFiles") instanceof List<?> files && !files.isEmpty()) {
      corrupt(files, findings);
    }
    return findings;
  }

  private static List<Finding> file(Path folder) {
    List<Finding> findings = new ArrayList<>();
    if (!Files.exists(folder.resolve("gemba.db"))) {
      findings.add(Finding.ok("journal", "", "there is none yet in " + folder));
      return findings;
    }
    try {
      JournalStatus status = JournalReport.read(folder);
      findings.add(
          Finding.ok(
              "journal",
              "",
              status.entries() + " entries, " + status.gapsRecorded() + " gaps recorded"));
      if (!status.corruptFiles().isEmpty()) {
        corrupt(status.corruptFiles(), findings);
      }
    } catch (JournalException e) {
      findings.add(
          Finding.fail(
              "journal",
              "",
              String.valueOf(e.getMessage()),
              "gemba journal verify; the agent puts a corrupt journal aside by itself and names what"
                  + " is lost"));
    }
    return findings;
  }

  private static void corrupt(List<?> files, List<Finding> findings) {
    findings.add(
        Finding.warn(
            "journal",
            "",
            files.size() + " corrupt journals were put aside, the last " + files.getLast(),
            "the disk may be failing: 'dmesg | tail'; delete them once nobody needs them"));
  }
}
