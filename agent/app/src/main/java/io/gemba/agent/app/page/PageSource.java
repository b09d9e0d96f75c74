package io.gemba.agent.app.page;

import io.gemba.agent.app.status.AgentStatus;
import io.gemba.agent.app.status.Traffic;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.hal.spi.TrustKeeper.Shown;
import java.io.IOException;
import java.util.List;

/** What the page shows, and the few things it may do. Safe for several threads. */
public interface PageSource {

  /** The whole status; waits for the journal, however long that takes. */
  AgentStatus status();

  /** The status without the journal, at once. */
  AgentStatus withoutJournal(String problem);

  /** What was committed since the start. */
  Traffic traffic();

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
