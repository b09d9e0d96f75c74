package io.gemba.agent.app;

import io.gemba.agent.core.Backoff;
import io.gemba.agent.core.clock.ClockSource;
import io.gemba.agent.core.clock.ClockState;
import io.gemba.agent.core.clock.ClockWatch;
import io.gemba.agent.core.clock.SystemClock;
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
import io.gemba.agent.core.journal.Outbox;
import io.gemba.agent.core.line.LineDevice;
import io.gemba.agent.core.line.LineEngine;
import io.gemba.agent.core.line.LineMemoryFile;
import io.gemba.agent.core.supervise.DeviceHealth;
import io.gemba.agent.core.supervise.DeviceRunner;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private final ClockSource clock;
  private final ClockWatch clockWatch;
  private final AgentConfig config;
  private final Journal journal;
  private final JournalWriter writer;
  private final Statements statements = new Statements();
  private final LineDesk lines;
  private final Map<String, Forwarder> forwarders = new LinkedHashMap<>();
  private final List<DeviceRunner> devices = new ArrayList<>();
  private final List<Thread> uplinkThreads = new ArrayList<>();
  private final List<Thread> deviceThreads = new ArrayList<>();

  private Agent(
      AgentConfig config,
      Map<String, AdapterFactory> adapters,
      UplinkFactory uplinks,
      Journal journal,
      ClockSource clock)
      throws IOException, ConfigException, JournalException {
    this.config = config;
    this.journal = journal;
    Map<String, String> formerNames = new LinkedHashMap<>();
    config
        .uplinks()
        .forEach(
            uplink -> {
              if (uplink.renamedFrom() != null) {
                formerNames.put(uplink.name(), uplink.renamedFrom());
              }
            });
    this.clock = clock;
    this.clockWatch = new ClockWatch(clock, BUILT);
    if (journal.clockWasSet(clockWatch.bootId())) {
      clockWatch.believe(ClockSource.Basis.EARLIER_RUN);
    }
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
            journal, inbox, config.journal().commitEvery(), System::nanoTime, clockWatch);
    writer.onCommit(lines);
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
    try {
      Agent agent = new Agent(config, adapters, uplinks, journal, clock);
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
    return new Forwarder(
        uplink,
        uplinks.create(uplink.name(), config.gateway(), uplink.settings()),
        outbox,
        journal::id,
        statements,
        () -> status(outbox),
        backoff(),
        clock,
        System::nanoTime);
  }

  private DeviceRunner device(DeviceEntry entry, Map<String, AdapterFactory> adapters, Inbox inbox)
      throws ConfigException, IOException {
    AdapterFactory factory = Objects.requireNonNull(adapters.get(entry.adapter()), entry.adapter());
    Path state = PrivateFolders.make(AdapterState.of(config, entry.adapter()));
    return new DeviceRunner(
        entry,
        factory.create(entry.config()),
        inbox.sinkFor(entry.device()),
        state,
        clock,
        backoff());
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

  /** What it knows about the gateway's clock now. */
  ClockState clock() {
    return clockWatch.state();
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
        clockWatch.getAsBoolean(),
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
    deviceThreads.forEach(Thread::interrupt);
    join(deviceThreads, STOP_DEVICES);
    writer.close();
    lines.close();
    forwarders.values().forEach(Forwarder::stop);
    join(uplinkThreads, STOP_UPLINKS);
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
        clockWatch.getAsBoolean(),
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
