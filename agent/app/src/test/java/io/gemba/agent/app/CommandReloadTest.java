package io.gemba.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigLoader;
import io.gemba.cloud.spi.Command;
import io.gemba.cloud.spi.Command.Answer;
import io.gemba.cloud.spi.Command.State;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.Session;
import io.gemba.cloud.spi.Uplink;
import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Settings;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands to a whole agent whose devices change while it runs. */
class CommandReloadTest {
  @TempDir Path folder;

  private final Boss boss = new Boss();
  private final List<String> written = new CopyOnWriteArrayList<>();

  @Test
  void aCommandMeetsTheDeviceAsItIsConfiguredNow() throws Exception {
    AgentConfig config = config("one", true);
    try (Agent agent = Agent.start(config, Map.of("press", new Presses()), boss)) {
      assertThat(awaitDone("1")).isEqualTo(State.DONE);
      assertThat(ask("1").words()).contains("duplicate");
      agent.apply(config("two", true));
      assertThat(awaitDone("2")).isEqualTo(State.DONE);
      agent.apply(config("two", false));
      assertThat(ask("3").words()).contains("commands.allow");
    }
    assertThat(written).containsExactly("one", "two");
    assertThat(ask("4").state())
        .as("nothing is done by one that is stopped")
        .isNotEqualTo(State.DONE);
  }

  /** A device is refused until it is connected, without being executed. */
  private State awaitDone(String id) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    Answer answer = ask(id);
    while (answer.state() == State.REFUSED && answer.words().contains("not connected")) {
      assertThat(System.nanoTime() - deadline).as("within 20 s").isNegative();
      Thread.sleep(5);
      answer = ask(id);
    }
    return answer.state();
  }

  private Answer ask(String id) throws Exception {
    Map<String, Value> fields = Map.of("point", Value.of("press1/setpoint"), "value", Value.of(1));
    return Objects.requireNonNull(boss.desk)
        .take(new Command(id, "write", fields, Instant.MAX))
        .get(20, TimeUnit.SECONDS);
  }

  private AgentConfig config(String name, boolean writable) throws Exception {
    Path file = folder.resolve("gemba.yaml");
    Files.writeString(
        file,
        """
        gateway: { enterprise: acme, site: dongguan, id: gw-01 }
        uplinks: { hq: { commands: { allow: [press1/setpoint] } } }
        devices:
          press1:
            adapter: press
            place: molding/l3/press1
            name: %s
            points: { setpoint: { writable: %s } }
        """
            .formatted(name, writable));
    return new ConfigLoader(Map.of("press", new Presses()), boss).load(file);
  }

  /** An uplink that is never there, but takes commands. */
  private static final class Boss implements UplinkFactory, Uplink, Command.Source {
    private volatile Command.@Nullable Desk desk;

    @Override
    public List<ConfigKey> keys() {
      ConfigKey allow = ConfigKey.of("allow", Kind.TEXTS, "What may be commanded.");
      return List.of(ConfigKey.section("commands", "Commands.", List.of(allow)));
    }

    @Override
    public Uplink create(String name, GatewayId gateway, Settings settings) {
      return this;
    }

    @Override
    public void serve(Command.Desk by) {
      desk = by;
    }

    @Override
    public Session connect(GatewayStatus birth) throws IOException {
      throw new IOException("nobody is there");
    }
  }

  private final class Presses implements AdapterFactory {
    @Override
    public String name() {
      return "press";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public List<ConfigKey> deviceKeys() {
      return List.of(ConfigKey.of("name", Kind.TEXT, "Which press."));
    }

    @Override
    public List<ConfigKey> pointKeys() {
      return List.of();
    }

    @Override
    public Adapter create(DeviceConfig config) {
      return new Press(config.settings().text("name"));
    }
  }

  private final class Press implements Adapter, Writable {
    private final String name;

    Press(String name) {
      this.name = name;
    }

    @Override
    public void run(DeviceContext context) throws InterruptedException {
      context.connected();
      Thread.sleep(Long.MAX_VALUE);
    }

    @Override
    public long write(String point, Value value) {
      written.add(name);
      return 0;
    }
  }
}
