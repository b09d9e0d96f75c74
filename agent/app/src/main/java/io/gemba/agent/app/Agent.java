package io.gemba.agent.app;

import io.gemba.agent.core.Backoff;
import io.gemba.agent.core.clock.ClockTrust;
import io.gemba.agent.core.command.CommandDesk;
import io.gemba.agent.core.command.CommandLedger;
import io.gemba.agent.core.command.DeviceHand;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.agent.core.config.UplinkConfig;
import io.gemba.agent.core.forward.DeviceMetas;
import io.gemba.agent.core.forward.Forwarder;
import io.gemba.agent.core.forward.Statements;
import io.gemba.agent.core.forward.UplinkHealth;
import io.gemba.agent.core.journal.Inbox;
import io.gemba.agent.core.journal.Journal;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.JournalWriter;
import io.gemba.agent.core.journal.LastTimesFile;
import io.gemba.agent.core.journal.Outbox;
import io.gemba.agent.core.line.LineDevice;
import io.gemba.agent.core.line.LineEngine;
import io.gemba.agent.core.line.LineMemoryFile;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent, put together: the constructor calls below are its documentation. A sample meets the
 * parts in the order in which they are made here, from the bottom up. Started and closed by one
 * thread.
 */
final class Agent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Agent.class);
  private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration STOP_DEVICES = Duration.ofMillis(1500);
  private static final Duration STOP_UPLINKS = Duration.ofMillis(2500);

  private final InstantSource clock = InstantSource.system();
  private final ClockTrust clockTrust = new ClockTrust(clock, BUILT);
  private final AgentConfig config;
  private final Journal journal;
  private final JournalWriter writer;
  private final Statements statements = new Statements();
  private final LineDesk lines;
  private final LastTimesFile lastTimes;
  private final Map<String, Forwarder> forwarders = new LinkedHashMap<>();
  private final List<DeviceRunner> devices = new ArrayList<>();
  private final CommandLedger commands;
  private final Map<String, DeviceHand> hands = new ConcurrentHashMap<>();
  private final List<Thread> uplinkThreads = new ArrayList<>();
  private final List<Thread> deviceThreads = new ArrayList<>();

  private Agent(
      AgentConfig config,
      Map<String, AdapterFactory> adapters,
      UplinkFactory uplinks,
      Journal journal)
      throws IOException, ConfigException, JournalException {
    this.config = config;
    this.journal = journal;
    this.commands = new CommandLedger(config.journal().directory().resolve("commands"));
    Map<String, String> formerNames = new LinkedHashMap<>();
    config
        .uplinks()
        .forEach(
            uplink -> {
              if (uplink.renamedFrom() != null) {
                formerNames.put(uplink.name(), uplink.renamedFrom());
              }
            });
    journal.retainUplinks(
        config.uplinks().stream().map(UplinkConfig::name).collect(Collectors.toSet()), formerNames);
    for (UplinkConfig uplink : config.uplinks()) {
      forwarders.put(uplink.name(), forwarder(uplink, uplinks));
    }
    journal.onCommit(() -> forwarders.values().forEach(Forwarder::wake));
    Inbox inbox = new Inbox(Inbox.DEFAULT_CAPACITY, System::nanoTime);
    this.lines =
        new LineDesk(
            new LineEngine(
                config.lines(),
                config.timezone(),
                clock.instant(),
                statements::say,
                (line, fact) -> inbox.sinkFor(LineDevice.ref(line)).accept(fact)),
            new DeviceMetas(everyDevice(config), statements),
            new LineMemoryFile(config.journal().directory().resolve("lines")),
            clock);
    this.writer =
        new JournalWriter(
            journal, inbox, config.journal().commitEvery(), System::nanoTime, clockTrust);
    writer.onCommit(lines);
    this.lastTimes = new LastTimesFile(config.journal().directory().resolve("last-times"));
    writer.onCommit(lastTimes);
    for (DeviceEntry entry : config.devices()) {
      devices.add(device(entry, adapters, inbox));
    }
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
    Journal journal = Journal.open(config.journal(), InstantSource.system());
    try {
      Agent agent = new Agent(config, adapters, uplinks, journal);
      agent.startThreads();
      return agent;
    } catch (IOException | ConfigException | JournalException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** The devices of the configuration, and the lines, whose facts travel like a device's. */
  private static List<DeviceEntry> everyDevice(AgentConfig config) {
    return Stream.concat(config.devices().stream(), config.lines().stream().map(LineDevice::entry))
        .toList();
  }

  private Forwarder forwarder(UplinkConfig uplink, UplinkFactory uplinks)
      throws ConfigException, JournalException {
    Outbox outbox = journal.outbox(uplink.name());
    Uplink way = uplinks.create(uplink.name(), config.gateway(), uplink.settings());
    if (way instanceof Command.Source source) {
      source.serve(desk(uplink));
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

  private CommandDesk desk(UplinkConfig uplink) {
    return new CommandDesk(
        uplink.name(),
        uplink.settings().section("commands"),
        config.devices(),
        hands::get,
        commands,
        clock,
        clockTrust);
  }

  private DeviceRunner device(DeviceEntry entry, Map<String, AdapterFactory> adapters, Inbox inbox)
      throws ConfigException, IOException {
    AdapterFactory factory = Objects.requireNonNull(adapters.get(entry.adapter()), entry.adapter());
    Path state = PrivateFolders.make(AdapterState.of(config, entry.adapter()));
    Adapter adapter = factory.create(entry.config());
    DeviceRunner runner =
        new DeviceRunner(entry, adapter, inbox.sinkFor(entry.device()), state, clock, backoff());
    runner.remember(lastTimes);
    String name = entry.device().name();
    BooleanSupplier connected = () -> runner.health().state() == DeviceHealth.State.CONNECTED;
    hands.put(name, new DeviceHand(name, adapter, connected));
    return runner;
  }

  private void startThreads() {
    writer.start();
    lines.start();
    forwarders.forEach(
        (name, forwarder) ->
            uplinkThreads.add(Thread.ofPlatform().name("uplink-" + name).start(forwarder)));
    for (DeviceRunner device : devices) {
      String name = "device-" + device.entry().device().name();
      deviceThreads.add(Thread.ofPlatform().name(name).start(device));
    }
    log.info(
        "running: {} devices, {} points, {} uplinks, journal {}",
        devices.size(),
        config.devices().stream().mapToInt(d -> d.config().points().size()).sum(),
        forwarders.size(),
        journal.id());
  }

  Journal journal() {
    return journal;
  }

  /** What the agent knows about itself now. */
  AgentStatus status() throws JournalException {
    Map<String, DeviceHealth> deviceHealth = new LinkedHashMap<>();
    devices.forEach(d -> deviceHealth.put(d.entry().device().name(), d.health()));
    Map<String, UplinkHealth> uplinkHealth = new LinkedHashMap<>();
    forwarders.forEach((name, forwarder) -> uplinkHealth.put(name, forwarder.health()));
    return new AgentStatus(
        clock.instant(),
        Home.version(),
        config.gateway(),
        clockTrust.getAsBoolean(),
        writer.problem(),
        deviceHealth,
        uplinkHealth,
        journal.status());
  }

  /**
   * Stops everything in the order of the line, so that what was read is committed and what was
   * committed may leave.
   */
  @Override
  public void close() {
    hands.values().forEach(DeviceHand::close);
    deviceThreads.forEach(Thread::interrupt);
    join(deviceThreads, STOP_DEVICES);
    writer.close();
    lines.close();
    forwarders.values().forEach(Forwarder::stop);
    join(uplinkThreads, STOP_UPLINKS);
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
    try {
      gaps = journal.status().gapsRecorded();
    } catch (JournalException e) {
      log.debug("no gap count for the status: {}", e.getMessage());
    }
    return new GatewayStatus(
        clock.instant(),
        Home.version(),
        journal.id(),
        clockTrust.getAsBoolean(),
        outbox.pendingSamples(),
        gaps);
  }

  private static Backoff backoff() {
    return new Backoff(FIRST_WAIT, RandomGenerator.getDefault());
  }

  private static void join(List<Thread> threads, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (Thread thread : threads) {
      try {
        long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
        if (!thread.join(Duration.ofMillis(left))) {
          log.warn("{} did not end in time", thread.getName());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
