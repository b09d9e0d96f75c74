package io.gemba.agent.app;

import io.gemba.agent.core.journal.JournalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Long answers of a running agent, copied line by line. */
final class AgentStream {
  private AgentStream() {}

  /**
   * Asks one of {@link JournalQuestions} and copies the answer.
   *
   * @return false when no agent runs in this folder
   * @throws JournalException when the agent failed or fell silent; what was copied is not all
   */
  static boolean copy(Path folder, String question, Writer out)
      throws IOException, JournalException {
    try (BufferedReader answer = ControlSocket.stream(folder, question)) {
      if (answer == null) {
        return false;
      }
      for (String line = answer.readLine(); line != null; line = answer.readLine()) {
        if (line.equals(JournalQuestions.END)) {
          return true;
        }
        failIfToldSo(line);
        out.append(line).append('\n');
      }
      throw new JournalException("the agent stopped in the middle of its answer: see its log");
    }
  }

  private static void failIfToldSo(@Nullable String line) throws JournalException {
    if (line != null && line.startsWith(JournalQuestions.FAILED)) {
      throw new JournalException(line.substring(JournalQuestions.FAILED.length()));
    }
  }
}
