package io.gemba.agent.app;

import io.gemba.agent.core.command.DeviceHand;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.agent.core.supervise.DeviceHealth;
import io.gemba.agent.core.supervise.DeviceRunner;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The devices that run, each on a thread of its own. Changed by one thread at a time; health may be
 * asked by any.
 */
final class Devices {
  private final Maker maker;
  private volatile Map<String, Running> running = Map.of();

  /** Makes a device. */
  interface Maker {
    Device make(AgentConfig config, DeviceEntry entry) throws ConfigException, IOException;
  }

  /** What reads a device, and what carries out commands on it. */
  record Device(DeviceRunner runner, DeviceHand hand) {}

  private record Running(DeviceRunner runner, DeviceHand hand, Thread thread) {}

  Devices(Maker maker) {
    this.maker = maker;
  }

  /**
   * Takes up a configuration: what did not change keeps its session, what changed begins anew.
   *
   * @param stopping how long those that end may take
   * @throws ConfigException a device refuses its configuration; nothing has changed then
   */
  void apply(AgentConfig config, Duration stopping) throws ConfigException, IOException {
    Map<String, Running> before = running;
    Map<String, Running> after = new LinkedHashMap<>();
    List<Thread> fresh = new ArrayList<>();
    for (DeviceEntry entry : config.devices()) {
      String name = entry.device().name();
      Running old = before.get(name);
      if (old != null && old.runner().entry().equals(entry)) {
        after.put(name, old);
      } else {
        Device made = maker.make(config, entry);
        Thread thread = Thread.ofPlatform().name("device-" + name).unstarted(made.runner());
        after.put(name, new Running(made.runner(), made.hand(), thread));
        fresh.add(thread);
      }
    }
    stop(before.values().stream().filter(old -> !after.containsValue(old)).toList(), stopping);
    running = after;
    fresh.forEach(Thread::start);
  }

  /** What adapters have found by themselves, by device; only of those that have found something. */
  Map<String, List<DeviceConfig.Point>> found() {
    Map<String, List<DeviceConfig.Point>> found = new LinkedHashMap<>();
    running.forEach(
        (name, device) -> {
          List<DeviceConfig.Point> its = device.runner().found();
          if (!its.isEmpty()) {
            found.put(name, its);
          }
        });
    return found;
  }

  Map<String, DeviceHealth> health() {
    Map<String, DeviceHealth> health = new LinkedHashMap<>();
    running.forEach((name, device) -> health.put(name, device.runner().health()));
    return health;
  }

  /** Carries out commands on the device of this name as it is now; null where there is none. */
  @Nullable DeviceHand hand(String device) {
    Running found = running.get(device);
    return found == null ? null : found.hand();
  }

  void stop(Duration atMost) {
    stop(List.copyOf(running.values()), atMost);
  }

  private static void stop(List<Running> these, Duration atMost) {
    these.forEach(device -> device.hand().close());
    these.forEach(device -> device.thread().interrupt());
    Threads.join(these.stream().map(Running::thread).toList(), atMost);
  }
}
