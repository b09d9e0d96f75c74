package io.gemba.agent.core.journal;

import java.nio.file.Path;

/** Looks into a journal that no agent holds, for the command line. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"}) // stubs, replaced next
public final class JournalReport {
  private JournalReport() {}

  /** What the journal in this directory holds; says who holds it when an agent does. */
  public static JournalStatus read(Path directory) throws JournalException {
    throw new JournalException("not built yet: " + directory);
  }
}
