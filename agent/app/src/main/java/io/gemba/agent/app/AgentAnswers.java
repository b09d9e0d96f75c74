package io.gemba.agent.app;

import io.gemba.agent.app.status.AgentStatus;
import io.gemba.agent.app.status.MetricsText;
import io.gemba.agent.app.status.StatusJson;
import io.gemba.agent.app.status.StatusText;
import java.io.Writer;

/** What a running agent answers on its control socket. */
final class AgentAnswers implements ControlSocket.Answers {
  static final String STATUS_JSON = "status json";
  static final String STATUS_TEXT = "status text";
  static final String METRICS = "metrics";
  static final String LOG = "log";
  static final String GAPS = "gaps";
  static final String RELOAD = "reload";

  private final Agent agent;
  private final AgentPage view;

  AgentAnswers(Agent agent, AgentPage view) {
    this.agent = agent;
    this.view = view;
  }

  @Override
  public void to(String question, Writer out) throws Exception {
    switch (question) {
      case STATUS_JSON -> out.write(StatusJson.of(view.status()));
      case METRICS -> {
        AgentStatus status = view.status();
        long waiting = view.waiting();
        out.write(MetricsText.of(status, agent.traffic(), waiting));
      }
      case LOG -> {
        for (String line : RecentLog.lines()) {
          out.append(line).append('\n');
        }
      }
      case GAPS -> agent.journal().visit(new GapsOnly(out));
      case RELOAD -> {
        for (String problem : view.reload()) {
          out.append(problem).append('\n');
        }
        out.append(JournalQuestions.END).append('\n');
      }
      default -> {
        if (!JournalQuestions.answer(agent.journal(), question, out)) {
          out.write(StatusText.of(view.status()));
        }
      }
    }
  }
}
