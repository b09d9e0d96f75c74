package io.gemba.agent.core.config;

import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.Uplink;
import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Adapters and an uplink that describe keys like the real ones and read no device. */
final class TestPlugins {
  private TestPlugins() {}

  static ConfigLoader loader() {
    return new ConfigLoader(adapters(), new TestUplinks());
  }

  static Map<String, AdapterFactory> adapters() {
    return Map.of("opcua", new Opcua(), "gpio", new Gpio(), "broken", new Broken());
  }

  record Opcua() implements AdapterFactory {
    @Override
    public String name() {
      return "opcua";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public List<ConfigKey> deviceKeys() {
      return List.of(
          ConfigKey.of("endpoint", Kind.TEXT, "Where the server is").mandatory(),
          ConfigKey.choice("security", "How", List.of("best", "none", "Basic256Sha256"))
              .orElse("best"),
          ConfigKey.section(
              "user",
              "Who logs in",
              List.of(
                  ConfigKey.of("name", Kind.TEXT, "The user's name").mandatory(),
                  ConfigKey.of("password-file", Kind.FILE, "Its password").mandatory())),
          ConfigKey.of("select", Kind.SECTIONS, "Points that are found")
              .holding(List.of(ConfigKey.of("match", Kind.TEXT, "Which"))),
          ConfigKey.of("publishing-interval", Kind.DURATION, "How often")
              .between(10, 60_000)
              .orElse("250ms"));
    }

    @Override
    public List<ConfigKey> pointKeys() {
      return List.of(
          ConfigKey.of("node", Kind.TEXT, "The node").mandatory(),
          ConfigKey.of("deadband", Kind.DECIMAL, "Smallest change").between(0, 1e9),
          ConfigKey.of("queue", Kind.INTEGER, "Queue").between(1, 1000).orElse("10"));
    }

    @Override
    public Adapter create(DeviceConfig config) throws ConfigException {
      if (!config.settings().text("endpoint").startsWith("opc.tcp://")) {
        throw new ConfigException("endpoint", "must begin with opc.tcp://");
      }
      for (DeviceConfig.Point point : config.points()) {
        if (!point.settings().text("node").contains("=")) {
          throw new ConfigException(
              "points." + point.name() + ".node", "is no node id; write it like ns=2;s=Name");
        }
      }
      return new Idle();
    }
  }

  record Gpio() implements AdapterFactory {
    @Override
    public String name() {
      return "gpio";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public List<ConfigKey> deviceKeys() {
      return List.of(ConfigKey.of("chip", Kind.TEXT, "Which chip").orElse("auto"));
    }

    @Override
    public List<ConfigKey> pointKeys() {
      return List.of(
          ConfigKey.of("line", Kind.INTEGER, "Which line").between(0, 1023).mandatory(),
          ConfigKey.choice("pull", "Resistor", List.of("up", "down", "none")).orElse("none"),
          ConfigKey.choice("mode", "What", List.of("input", "counter", "lamp", "output"))
              .orElse("input"),
          ConfigKey.of("invert", Kind.FLAG, "Whether low means true").orElse("false"),
          ConfigKey.of("debounce", Kind.DURATION, "Shorter pulses are ignored").orElse("0ms"));
    }

    @Override
    public Adapter create(DeviceConfig config) {
      return new Idle();
    }
  }

  /** An adapter with a bug in its own checks. */
  record Broken() implements AdapterFactory {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public List<ConfigKey> deviceKeys() {
      return List.of();
    }

    @Override
    public List<ConfigKey> pointKeys() {
      return List.of();
    }

    @Override
    public Adapter create(DeviceConfig config) {
      throw new UnsupportedOperationException("forgot to write this");
    }
  }

  private record Idle() implements Adapter {
    @Override
    public void run(io.gemba.hal.spi.DeviceContext context) throws IOException {
      throw new IOException("a configuration test runs no device");
    }
  }

  record TestUplinks() implements UplinkFactory {
    @Override
    public List<ConfigKey> keys() {
      return List.of(
          ConfigKey.of("url", Kind.TEXT, "Where the broker is").mandatory(),
          ConfigKey.of("username", Kind.TEXT, "Who logs in"),
          ConfigKey.of("password-file", Kind.FILE, "Its password"),
          ConfigKey.section(
              "tls", "Encryption", List.of(ConfigKey.of("ca", Kind.FILE, "Who is trusted"))),
          ConfigKey.choice("format", "The payload", List.of("json", "sparkplug")).orElse("json"),
          ConfigKey.section(
              "commands",
              "What may be written",
              List.of(ConfigKey.of("allow", Kind.TEXTS, "Which points"))));
    }

    @Override
    public Uplink create(String name, GatewayId gateway, Settings settings) throws ConfigException {
      if (!settings.text("url").startsWith("mqtt")) {
        throw new ConfigException("url", "must begin with mqtt:// or mqtts://");
      }
      return birth -> {
        throw new IOException("a configuration test connects to nothing");
      };
    }
  }
}
