package io.gemba.agent.app;

import io.gemba.agent.app.page.LineBoard;
import io.gemba.agent.app.status.AgentStatus;
import io.gemba.agent.app.status.CardLife;
import io.gemba.agent.app.status.ConfigState;
import io.gemba.agent.app.status.Traffic;
import io.gemba.agent.core.Backoff;
import io.gemba.agent.core.alarm.AlarmEngine;
import io.gemba.agent.core.alarm.AlarmMemoryFile;
import io.gemba.agent.core.clock.ClockSource;
import io.gemba.agent.core.clock.ClockState;
import io.gemba.agent.core.clock.ClockWatch;
import io.gemba.agent.core.clock.SystemClock;
import io.gemba.agent.core.command.DeviceHand;
import io.gemba.agent.core.command.LineRequest;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.agent.core.config.UplinkConfig;
import io.gemba.agent.core.derived.DerivedFactory;
import io.gemba.agent.core.derived.PointFeed;
import io.gemba.agent.core.forward.DeviceMetas;
import io.gemba.agent.core.forward.Forwarder;
import io.gemba.agent.core.forward.Statements;
import io.gemba.agent.core.journal.Inbox;
import io.gemba.agent.core.journal.Journal;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.JournalStatus;
import io.gemba.agent.core.journal.JournalWriter;
import io.gemba.agent.core.journal.LastTimesFile;
import io.gemba.agent.core.journal.Outbox;
import io.gemba.agent.core.line.LineDevice;
import io.gemba.agent.core.line.LineEngine;
import io.gemba.agent.core.line.LineFacts;
import io.gemba.agent.core.line.LineMemoryFile;
import io.gemba.agent.core.line.LineMetas;
import io.gemba.agent.core.supervise.DeviceHealth;
import io.gemba.agent.core.supervise.DeviceRunner;
import io.gemba.cloud.spi.Command;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.Uplink;
import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent, put together: the constructor calls below are its documentation. A sample meets the
 * parts in the order in which they are made here, from the bottom up. Started and closed by one
 * thread.
 */
final class Agent implements AutoCloseable, Reload.Target {
  private static final Logger log = LoggerFactory.getLogger(Agent.class);
  private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration STOP_DEVICES = Duration.ofMillis(1500);
  private static final Duration STOP_UPLINKS = Duration.ofMillis(2500);

  private final ClockSource clock;
  private final ClockWatch clockWatch;
  private final Instant started;
  private final Map<String, AdapterFactory> adapters;
  private final UplinkFactory uplinks;
  private final Journal journal;
  private final Inbox inbox = new Inbox(Inbox.DEFAULT_CAPACITY, System::nanoTime);
  private final JournalWriter writer;
  private final Traffic traffic = new Traffic();
  private final Statements statements = new Statements();
  private final LastTimesFile lastTimes;
  private final Devices devices = new Devices(this::device);
  private final Links links;
  private final Commands commands;
  private volatile AgentConfig config;
  private volatile LineDesk lines;

  private Agent(
      AgentConfig config,
      Map<String, AdapterFactory> adapters,
      UplinkFactory uplinks,
      Journal journal,
      ClockSource clock)
      throws JournalException {
    this.config = config;
    PointFeed feed = new PointFeed(traffic::newest);
    this.adapters = new HashMap<>(adapters);
    this.adapters.put(DerivedFactory.NAME, new DerivedFactory(feed));
    this.uplinks = uplinks;
    this.journal = journal;
    this.clock = clock;
    this.started = clock.instant();
    this.clockWatch = new ClockWatch(clock, BUILT);
    if (journal.clockWasSet(clockWatch.bootId())) {
      clockWatch.believe(ClockSource.Basis.EARLIER_RUN);
    }
    this.links = new Links(journal, this::forwarder);
    journal.onCommit(links::wake);
    this.lines = lines(config);
    this.writer =
        new JournalWriter(
            journal, inbox, config.journal().commitEvery(), System::nanoTime, clockWatch);
    writer.onCommit((device, firstSeq, samples) -> lines.committed(device, firstSeq, samples));
    writer.onCommit(traffic);
    writer.onCommit(feed);
    Path beside = config.journal().directory();
    this.lastTimes = new LastTimesFile(beside.resolve("last-times"));
    writer.onCommit(lastTimes);
    this.commands =
        new Commands(
            beside.resolve("commands"),
            devices::hand,
            (request, lastWord) -> lines.carryOut(request, lastWord),
            clock,
            clockWatch);
  }

  /**
   * Opens the journal and starts everything.
   *
   * @param adapters what is installed; every device's adapter is among them
   * @throws JournalException the journal cannot be opened: which file, why, what to do
   * @throws ConfigException a device or an uplink refuses its configuration after all
   * @throws IOException the adapters' state folders cannot be made
   */
  static Agent start(
      AgentConfig config, Map<String, AdapterFactory> adapters, UplinkFactory uplinks)
      throws JournalException, ConfigException, IOException {
    return start(config, adapters, uplinks, new SystemClock());
  }

  /** The same by other clocks than the machine's. */
  static Agent start(
      AgentConfig config,
      Map<String, AdapterFactory> adapters,
      UplinkFactory uplinks,
      ClockSource clock)
      throws JournalException, ConfigException, IOException {
    Journal journal = Journal.open(config.journal(), clock);
    Agent agent;
    try {
      agent = new Agent(config, adapters, uplinks, journal, clock);
    } catch (JournalException | RuntimeException e) {
      journal.close();
      throw e;
    }
    try {
      agent.begin();
      return agent;
    } catch (IOException | ConfigException | JournalException | RuntimeException e) {
      agent.close();
      throw e;
    }
  }

  private void begin() throws JournalException, ConfigException, IOException {
    writer.start();
    lines.start();
    links.apply(config, STOP_UPLINKS);
    devices.apply(config, STOP_DEVICES);
    log.info(
        "running: {} devices, {} points, {} uplinks, journal {}",
        config.devices().size(),
        config.devices().stream().mapToInt(d -> d.config().points().size()).sum(),
        config.uplinks().size(),
        journal.id());
  }

  /**
   * Takes up a changed configuration while running: only what changed begins anew. Who the gateway
   * is, its journal and its page stay until the next start: see {@link Reload}.
   */
  @Override
  public synchronized void apply(AgentConfig next)
      throws JournalException, ConfigException, IOException {
    AgentConfig before = config;
    devices.apply(next, STOP_DEVICES);
    links.apply(next, STOP_UPLINKS);
    commands.apply(next);
    config = next;
    boolean sameLines =
        next.lines().equals(before.lines())
            && next.alarms().equals(before.alarms())
            && next.devices().equals(before.devices())
            && next.timezone().equals(before.timezone());
    if (!sameLines) {
      LineDesk old = lines;
      old.close();
      LineDesk changed = lines(next);
      changed.carryOver(old);
      changed.start();
      // What a device that goes on has said already may be all it says for hours.
      next.devices().forEach(d -> changed.committed(d.device(), 0, traffic.newest(d.device())));
      lines = changed;
      // what was found while neither of the two listened
      devices.found().forEach(changed::found);
    }
    traffic.retain(
        everyDevice(next).stream().map(d -> d.device().name()).collect(Collectors.toSet()));
  }

  /** The devices of the configuration, and the lines, whose facts travel like a device's. */
  private static List<DeviceEntry> everyDevice(AgentConfig config) {
    return Stream.concat(
            config.devices().stream(), config.lineNames().stream().map(LineDevice::entry))
        .toList();
  }

  private LineDesk lines(AgentConfig of) {
    Instant now = clock.instant();
    LineMetas.of(of, now).forEach(statements::say);
    LineFacts facts = (line, fact) -> inbox.sinkFor(LineDevice.ref(line)).accept(fact);
    Path alarmFile = of.journal().directory().resolve("alarms");
    AlarmDesk desk = new AlarmDesk(new AlarmMemoryFile(alarmFile), statements, facts);
    return new LineDesk(
        new LineEngine(of.lines(), of.timezone(), now, statements::say, facts),
        new AlarmEngine(of.alarms(), of.lineNames(), now, desk),
        desk,
        new DeviceMetas(everyDevice(of), statements),
        new LineMemoryFile(of.journal().directory().resolve("lines")),
        clock);
  }

  private Forwarder forwarder(AgentConfig of, UplinkConfig uplink)
      throws ConfigException, JournalException {
    Outbox outbox = journal.outbox(uplink.name());
    Uplink way = uplinks.create(uplink.name(), of.gateway(), uplink.settings());
    if (way instanceof Command.Source source) {
      commands.serve(source, of, uplink);
    }
    return new Forwarder(
        uplink,
        way,
        outbox,
        journal::id,
        statements,
        () -> status(outbox),
        backoff(),
        clock,
        System::nanoTime);
  }

  private Devices.Device device(AgentConfig of, DeviceEntry entry)
      throws ConfigException, IOException {
    AdapterFactory factory = Objects.requireNonNull(adapters.get(entry.adapter()), entry.adapter());
    Path state = PrivateFolders.make(AdapterState.of(of, entry.adapter()));
    Adapter adapter = factory.create(entry.config());
    DeviceRunner runner =
        new DeviceRunner(entry, adapter, inbox.sinkFor(entry.device()), state, clock, backoff());
    runner.remember(lastTimes);
    runner.onFound(points -> lines.found(entry.device().name(), points));
    BooleanSupplier connected = () -> runner.health().state() == DeviceHealth.State.CONNECTED;
    return new Devices.Device(runner, new DeviceHand(entry.device().name(), adapter, connected));
  }

  Journal journal() {
    return journal;
  }

  /** What to show of lines and alarms. */
  LineBoard board() {
    return lines.board();
  }

  /** Does what a person at the gateway asks. */
  CompletableFuture<Command.Answer> carryOut(LineRequest request) {
    return lines.carryOut(request, () -> null);
  }

  /** What it knows about the gateway's clock now. */
  ClockState clock() {
    return clockWatch.state();
  }

  Traffic traffic() {
    return traffic;
  }

  /** The configuration in force. */
  @Override
  public AgentConfig config() {
    return config;
  }

  /** What the agent knows about itself now; says so where the journal does not answer. */
  AgentStatus status(ConfigState state) {
    String problem = writer.problem();
    JournalStatus kept = null;
    try {
      kept = journal.status();
    } catch (JournalException e) {
      problem = problem == null ? String.valueOf(e.getMessage()) : problem;
    }
    return status(state, problem, kept);
  }

  /** The same without asking the journal: for when it is slow or broken. */
  AgentStatus status(ConfigState state, @Nullable String problem, @Nullable JournalStatus kept) {
    return new AgentStatus(
        clock.instant(),
        Home.version(),
        config.gateway(),
        clockWatch.getAsBoolean(),
        problem,
        devices.health(),
        links.health(),
        kept,
        started,
        inbox.size(),
        journal.commits(),
        state);
  }

  /**
   * Stops everything in the order of the line, so that what was read is committed and what was
   * committed may leave.
   */
  @Override
  public synchronized void close() {
    devices.stop(STOP_DEVICES);
    writer.close();
    lines.close();
    links.stop(STOP_UPLINKS);
    try {
      commands.close();
    } catch (IOException e) {
      log.error("commands: {}", e.getMessage());
    }
    try {
      journal.close();
    } catch (JournalException e) {
      log.error("journal: {}", e.getMessage());
    }
    log.info("stopped");
  }

  private GatewayStatus status(Outbox outbox) {
    long gaps = 0;
    GatewayStatus.Card card = GatewayStatus.Card.UNKNOWN;
    try {
      JournalStatus status = journal.status();
      gaps = status.gapsRecorded();
      card = CardLife.of(status);
    } catch (JournalException e) {
      log.debug("no gap count for the status: {}", e.getMessage());
    }
    return new GatewayStatus(
        clock.instant(),
        Home.version(),
        journal.id(),
        clockWatch.getAsBoolean(),
        outbox.pendingSamples(),
        gaps,
        card);
  }

  private static Backoff backoff() {
    return new Backoff(FIRST_WAIT, RandomGenerator.getDefault());
  }
}
