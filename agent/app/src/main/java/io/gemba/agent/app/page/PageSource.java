package io.gemba.agent.app.page;

import io.gemba.agent.app.status.AgentStatus;
import io.gemba.agent.app.status.Traffic;
import io.gemba.agent.core.command.LineRequest;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.cloud.spi.Command.Answer;
import io.gemba.hal.spi.TrustKeeper.Shown;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the page shows, and the few things it may do. Safe for several threads. */
public interface PageSource {

  /** The whole status; waits for the journal, however long that takes. */
  AgentStatus status();

  /** The status without the journal, at once. */
  AgentStatus withoutJournal(String problem);

  /** What was committed since the start. */
  Traffic traffic();

  /** Lines and alarms. */
  LineBoard board();

  /** Writes down what a person says about a stop or an alarm. */
  CompletableFuture<Answer> carryOut(LineRequest request);

  /** The configuration in force. */
  AgentConfig config();

  /** Certificates that servers showed, the undecided first. */
  List<Shown> certificates() throws IOException;

  /**
   * Accepts or rejects exactly one certificate.
   *
   * @throws IOException when it is not there any more, or a file cannot be moved
   */
  void decide(String sha256, boolean accept) throws IOException;

  /** Takes up the configuration file; what kept it from being taken up, or nothing. */
  List<String> reload();
}
