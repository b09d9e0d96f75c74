package io.gemba.hal.opcua;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.DeviceConfigs;
import io.gemba.hal.tck.RecordingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds configurations and adapters for tests, impatient ones unless told otherwise. */
final class TestDevice {
  static final Duration SOON = Duration.ofSeconds(20);

  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final Map<String, Object> points = new LinkedHashMap<>();

  private String name = "device";

  TestDevice(String endpoint) {
    settings.put("endpoint", endpoint);
    settings.put("security", "none");
    settings.put("publishing-interval", "50ms");
    settings.put("keep-alive", "500ms");
    settings.put("request-timeout", "5s");
  }

  /** Servers that show the same, instead of the one. */
  TestDevice endpoints(String... all) {
    settings.remove("endpoint");
    settings.put("endpoints", java.util.List.of(all));
    return this;
  }

  TestDevice with(String key, Object value) {
    settings.put(key, value);
    return this;
  }

  /** Another name than {@code device}. */
  TestDevice named(String another) {
    name = another;
    return this;
  }

  /** A point of the test server's namespace. */
  TestDevice point(String name) {
    return point(name, Map.of());
  }

  TestDevice point(String name, Map<String, Object> more) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("node", "nsu=" + TestServer.NAMESPACE + ";s=" + name);
    point.putAll(more);
    points.put(name, point);
    return this;
  }

  TestDevice pointWithoutNode(String name, Map<String, Object> point) {
    points.put(name, point);
    return this;
  }

  DeviceSettings settings() throws ConfigException {
    return DeviceSettings.of(SideSettings.valuesOnly(config()));
  }

  private DeviceConfig config() throws ConfigException {
    settings.put("points", points);
    return DeviceConfigs.parse(new OpcUaAdapterFactory(), name, settings);
  }

  OpcUaAdapter adapter() throws ConfigException {
    return new OpcUaAdapter(
        settings(), SideSettings.of(config()), System::nanoTime, Duration.ofMillis(300));
  }

  static AdapterRun run(OpcUaAdapter adapter, Path state) {
    return AdapterRun.start(adapter, new RecordingContext(state, InstantSource.system()));
  }
}
