package io.gemba.agent.app;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.UplinkConfig;
import io.gemba.agent.core.forward.Forwarder;
import io.gemba.agent.core.forward.UplinkHealth;
import io.gemba.agent.core.journal.Journal;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.hal.spi.ConfigException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The uplinks that deliver, each on a thread of its own. Changed by one thread at a time; health
 * may be asked by any.
 */
final class Links {
  private final Journal journal;
  private final Maker maker;
  private volatile Map<String, Running> running = Map.of();

  /** Makes the forwarder of an uplink; the journal has a cursor for it by then. */
  interface Maker {
    Forwarder make(AgentConfig config, UplinkConfig uplink)
        throws ConfigException, JournalException;
  }

  private record Running(UplinkConfig config, Forwarder forwarder, Thread thread) {}

  Links(Journal journal, Maker maker) {
    this.journal = journal;
    this.maker = maker;
  }

  /**
   * Takes up a configuration: what did not change keeps its session; one that changed keeps its
   * place in the journal; what a removed one had to deliver is released.
   *
   * @param stopping how long those that end may take
   */
  void apply(AgentConfig config, Duration stopping) throws ConfigException, JournalException {
    Map<String, Running> before = running;
    Map<String, UplinkConfig> wanted =
        config.uplinks().stream().collect(Collectors.toMap(UplinkConfig::name, u -> u));
    stop(
        before.values().stream()
            .filter(old -> !old.config().equals(wanted.get(old.config().name())))
            .toList(),
        stopping);
    if (!before.keySet().equals(wanted.keySet()) || before.isEmpty()) {
      journal.retainUplinks(wanted.keySet(), formerNames(config));
    }
    Map<String, Running> after = new LinkedHashMap<>();
    for (UplinkConfig uplink : config.uplinks()) {
      Running old = before.get(uplink.name());
      after.put(
          uplink.name(), old != null && old.config().equals(uplink) ? old : start(config, uplink));
    }
    running = after;
  }

  private static Map<String, String> formerNames(AgentConfig config) {
    Map<String, String> names = new LinkedHashMap<>();
    for (UplinkConfig uplink : config.uplinks()) {
      String former = uplink.renamedFrom();
      if (former != null) {
        names.put(uplink.name(), former);
      }
    }
    return names;
  }

  private Running start(AgentConfig config, UplinkConfig uplink)
      throws ConfigException, JournalException {
    Forwarder forwarder = maker.make(config, uplink);
    Thread thread = Thread.ofPlatform().name("uplink-" + uplink.name()).start(forwarder);
    return new Running(uplink, forwarder, thread);
  }

  /** Something was committed. */
  void wake() {
    running.values().forEach(uplink -> uplink.forwarder().wake());
  }

  Map<String, UplinkHealth> health() {
    Map<String, UplinkHealth> health = new LinkedHashMap<>();
    running.forEach((name, uplink) -> health.put(name, uplink.forwarder().health()));
    return health;
  }

  void stop(Duration atMost) {
    stop(List.copyOf(running.values()), atMost);
  }

  private static void stop(List<Running> these, Duration atMost) {
    these.forEach(uplink -> uplink.forwarder().stop());
    Threads.join(these.stream().map(Running::thread).toList(), atMost);
  }
}
