package io.gemba.agent.app.page;

import io.gemba.agent.app.status.AgentStatus;
import io.gemba.agent.app.status.ConfigState;
import io.gemba.agent.app.status.Traffic;
import io.gemba.agent.core.command.LineRequest;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.config.PageConfig;
import io.gemba.agent.core.forward.UplinkHealth;
import io.gemba.agent.core.journal.CardLife;
import io.gemba.agent.core.journal.JournalStatus;
import io.gemba.agent.core.supervise.DeviceHealth;
import io.gemba.cloud.spi.Command;
import io.gemba.cloud.spi.Command.Answer;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A gateway with one press, one uplink and one certificate that waits. */
final class FakeSource implements PageSource {
  static final Instant STARTED = Instant.parse("2026-11-23T08:00:00Z");
  static final String SHA = "E4:B6:91";

  final Traffic traffic = new Traffic();
  final List<String> decided = new ArrayList<>();
  final PageConfig page;
  volatile String device = "press1";
  volatile String journalProblem;
  volatile CountDownLatch hang;
  volatile List<String> reloadProblems = List.of();

  FakeSource(PageConfig page) {
    this.page = page;
  }

  @Override
  public AgentStatus status() {
    CountDownLatch wait = hang;
    if (wait != null) {
      try {
        wait.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return status(
        journalProblem,
        new JournalStatus(
            "5f1c",
            Path.of("gemba.db"),
            4096,
            1 << 20,
            2,
            1,
            List.of(new JournalStatus.UplinkBacklog("h\"q\\\n", 7, 1, STARTED, 0)),
            List.of(),
            List.of(),
            new JournalStatus.Wear(
                1000,
                100,
                5000,
                0,
                Duration.ofMillis(250),
                Duration.ofMillis(250),
                new CardLife(1L << 40, 5000))));
  }

  @Override
  public AgentStatus withoutJournal(String problem) {
    return status(problem, null);
  }

  private AgentStatus status(String problem, JournalStatus journal) {
    return new AgentStatus(
        Instant.now(),
        "0.1.0",
        new GatewayId("acme", "dongguan", "gw-01"),
        true,
        problem,
        Map.of(device, new DeviceHealth(DeviceHealth.State.CONNECTED, STARTED, null, Map.of(), 0)),
        Map.of("h\"q\\\n", new UplinkHealth(true, STARTED, null, 5, 0, 1)),
        journal,
        STARTED,
        3,
        9,
        new ConfigState(Path.of("gemba.yaml"), STARTED, false, List.of()));
  }

  @Override
  public Traffic traffic() {
    return traffic;
  }

  @Override
  public AgentConfig config() {
    Settings none = new Settings(Map.of());
    return new AgentConfig(
        new GatewayId("acme", "dongguan", "gw-01"),
        ZoneId.of("UTC"),
        new JournalConfig(
            Path.of("."),
            Duration.ofMillis(250),
            1 << 20,
            Duration.ofDays(1),
            JournalConfig.WhenFull.DROP_OLDEST),
        List.of(),
        List.of(
            new DeviceEntry(
                new DeviceRef(device, "molding/l3/press1"),
                "opcua",
                new DeviceConfig(
                    device, none, List.of(new DeviceConfig.Point("temp", "CEL", false, none))),
                Map.of("temp", Map.of("zh-Hant", "油溫")))),
        List.of(),
        List.of(),
        page);
  }

  final List<LineRequest> said = new CopyOnWriteArrayList<>();
  LineBoard board = new LineBoard(List.of(), List.of());

  @Override
  public LineBoard board() {
    return board;
  }

  @Override
  public CompletableFuture<Answer> carryOut(LineRequest request) {
    if (request.line().equals("nowhere")) {
      return CompletableFuture.completedFuture(Answer.refused("there is no line 'nowhere'"));
    }
    said.add(request);
    return CompletableFuture.completedFuture(
        new Answer(Command.State.DONE, 0, "written down", Map.of()));
  }

  @Override
  public List<Shown> certificates() {
    return List.of(
        new Shown(
            State.PENDING,
            SHA,
            "CN=<script>alert(1)</script>",
            "CN=it",
            STARTED,
            STARTED.plus(Duration.ofDays(1)),
            List.of(new By(device, "opc.tcp://192.0.2.1:4840", STARTED, ""))));
  }

  @Override
  public void decide(String sha256, boolean accept) throws IOException {
    if (!sha256.equals(SHA)) {
      throw new IOException("this certificate is not there any more");
    }
    decided.add((accept ? "accept " : "reject ") + sha256);
  }

  @Override
  public List<String> reload() {
    return reloadProblems;
  }

  static PageConfig open() {
    return new PageConfig(true, "127.0.0.1", 0, Optional.empty());
  }
}
