package io.gemba.agent.app;

import io.gemba.agent.core.command.CommandDesk;
import io.gemba.agent.core.command.CommandLedger;
import io.gemba.agent.core.command.DeviceHand;
import io.gemba.agent.core.command.LineHand;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.UplinkConfig;
import io.gemba.cloud.spi.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The command desks of all uplinks, over one ledger. A desk judges by the configuration in force,
 * also where a reload changed devices and left its uplink alone. Changed by one thread at a time.
 */
final class Commands implements AutoCloseable {
  private final CommandLedger ledger;
  private final Function<String, @Nullable DeviceHand> hands;
  private final LineHand lineHand;
  private final InstantSource clock;
  private final BooleanSupplier clockSynced;
  private final Map<String, CommandDesk> desks = new ConcurrentHashMap<>();

  /**
   * No desks yet; the ledger's file need not exist.
   *
   * @param hands who carries out, by device
   * @param lineHand who carries out what is about lines
   */
  Commands(
      Path file,
      Function<String, @Nullable DeviceHand> hands,
      LineHand lineHand,
      InstantSource clock,
      BooleanSupplier clockSynced) {
    this.ledger = new CommandLedger(file);
    this.hands = hands;
    this.lineHand = lineHand;
    this.clock = clock;
    this.clockSynced = clockSynced;
  }

  /** From now on the commands of this uplink are judged and carried out. */
  void serve(Command.Source source, AgentConfig config, UplinkConfig uplink) {
    String name = uplink.name();
    desks.put(name, desk(config, uplink));
    source.serve(command -> Objects.requireNonNull(desks.get(name), name).take(command));
  }

  /** Takes up a configuration, after its devices and uplinks. */
  void apply(AgentConfig config) {
    for (UplinkConfig uplink : config.uplinks()) {
      desks.computeIfPresent(uplink.name(), (name, old) -> desk(config, uplink));
    }
  }

  private CommandDesk desk(AgentConfig config, UplinkConfig uplink) {
    return new CommandDesk(
        uplink.name(),
        uplink.settings().section("commands"),
        config.devices(),
        config.lineNames(),
        hands,
        lineHand,
        ledger,
        clock,
        clockSynced);
  }

  @Override
  public void close() throws IOException {
    ledger.close();
  }
}
