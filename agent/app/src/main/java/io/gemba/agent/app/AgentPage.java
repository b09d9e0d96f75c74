package io.gemba.agent.app;

import io.gemba.agent.app.page.LineBoard;
import io.gemba.agent.app.page.PageSource;
import io.gemba.agent.app.status.AgentStatus;
import io.gemba.agent.app.status.Traffic;
import io.gemba.agent.core.command.LineRequest;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.cloud.spi.Command.Answer;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the page may see and do, out of the running agent. */
final class AgentPage implements PageSource {
  private final Agent agent;
  private final Installation installation;
  private final Reload reload;

  AgentPage(Agent agent, Installation installation, Reload reload) {
    this.agent = agent;
    this.installation = installation;
    this.reload = reload;
  }

  @Override
  public AgentStatus status() {
    return agent.status(reload.state());
  }

  @Override
  public AgentStatus withoutJournal(String problem) {
    return agent.status(reload.state(), problem, null);
  }

  @Override
  public Traffic traffic() {
    return agent.traffic();
  }

  @Override
  public LineBoard board() {
    return agent.board();
  }

  @Override
  public CompletableFuture<Answer> carryOut(LineRequest request) {
    return agent.carryOut(request);
  }

  @Override
  public AgentConfig config() {
    return agent.config();
  }

  @Override
  public List<Shown> certificates() throws IOException {
    return lists().all().stream().map(TrustLists.Kept::shown).toList();
  }

  @Override
  public void decide(String sha256, boolean accept) throws IOException {
    TrustLists.Kept kept =
        lists().all().stream()
            .filter(one -> one.shown().sha256().equals(sha256))
            .findFirst()
            .orElseThrow(() -> new IOException("this certificate is not there any more"));
    if (accept) {
      kept.keeper().accept(kept.state(), kept.shown());
    } else {
      kept.keeper().reject(kept.state(), kept.shown());
    }
  }

  @Override
  public List<String> reload() {
    return reload.now();
  }

  /** How many certificates need a decision. */
  long waiting() throws IOException {
    return certificates().stream()
        .filter(one -> one.state() == State.PENDING || one.state() == State.CHANGED)
        .count();
  }

  private TrustLists lists() {
    return new TrustLists(installation, Optional.of(agent.config()));
  }
}
