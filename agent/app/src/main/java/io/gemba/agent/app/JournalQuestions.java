package io.gemba.agent.app;

import io.gemba.agent.app.Export.Filter;
import io.gemba.agent.core.journal.Journal;
import io.gemba.agent.core.journal.JournalException;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks a running agent about its journal, beyond the status: words divided by
 * tabs. An answer ends with a line that says so, or the reader knows that it was cut off.
 */
final class JournalQuestions {
  /** The last line of a whole answer. */
  static final String END = "# end";

  /** Starts the last line of an answer that failed; what went wrong follows. */
  static final String FAILED = "# failed: ";

  private static final String EXPORT = "export";
  private static final String ANY = "*";
  private static final String RETRY = "retry";

  private JournalQuestions() {}

  static String export(Filter filter, boolean csv) {
    return String.join(
        "\t",
        EXPORT,
        csv ? "csv" : "json",
        word(filter.device()),
        word(filter.from()),
        word(filter.to()));
  }

  static String retry(String uplink) {
    return RETRY + "\t" + uplink;
  }

  private static String word(@Nullable Object value) {
    return value == null ? ANY : value.toString();
  }

  /** Answers, where it is one of these questions. */
  static boolean answer(Journal journal, String question, Writer out) throws IOException {
    List<String> words = List.of(question.split("\t", -1));
    try {
      switch (words.getFirst()) {
        case EXPORT -> journal.visit(new Export(filter(words), rows(words.get(1), out)));
        case RETRY -> out.append(String.valueOf(journal.retry(words.get(1)))).append('\n');
        default -> {
          return false;
        }
      }
      out.append(END).append('\n');
    } catch (JournalException e) {
      out.append(FAILED).append(e.getMessage()).append('\n');
    }
    return true;
  }

  private static Export.Rows rows(String format, Writer out) throws IOException {
    return format.equals("csv") ? new ExportCsv(out) : new ExportJson(out);
  }

  private static Filter filter(List<String> words) {
    String device = words.get(2).equals(ANY) ? null : words.get(2);
    return new Filter(device, time(words.get(3)), time(words.get(4)));
  }

  private static @Nullable Instant time(String text) {
    return text.equals(ANY) ? null : Instant.parse(text);
  }
}
