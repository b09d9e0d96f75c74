package io.gemba.hal.opcua;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.jspecify.annotations.Nullable;

/**
 * What is configured for a device beside the values it shows.
 *
 * @param backfill whether what was missed is read back from the server's history
 * @param backfillLimit how far back at most
 */
record SideSettings(
    List<Alarms> alarms, List<Method> methods, boolean backfill, Duration backfillLimit) {
  static final SideSettings NONE = new SideSettings(List.of(), List.of(), false, Duration.ZERO);

  /**
   * A point that tells of alarms and events.
   *
   * @param notifier the object whose events are wanted
   * @param severity the least, 1 to 1000
   */
  record Alarms(
      String name, boolean writable, String nodeText, ExpandedNodeId notifier, long severity) {}

  /**
   * A point that stands for a method.
   *
   * @param object whose method; null = the one that the server shows it under
   */
  record Method(
      String name,
      boolean writable,
      String nodeText,
      ExpandedNodeId method,
      @Nullable ExpandedNodeId object) {}

  static SideSettings of(DeviceConfig config) throws ConfigException {
    List<Alarms> alarms = new ArrayList<>();
    List<Method> methods = new ArrayList<>();
    for (DeviceConfig.Point point : config.points()) {
      Settings settings = point.settings();
      switch (mode(point)) {
        case "alarms" -> alarms.add(alarms(point));
        case "method" -> methods.add(method(point));
        default -> {
          if (settings.has("object") || settings.has("severity")) {
            String key = settings.has("object") ? "object" : "severity";
            throw new ConfigException(
                "points." + point.name() + "." + key,
                "has a meaning only with 'mode: " + (key.equals("object") ? "method'" : "alarms'"));
          }
        }
      }
    }
    return new SideSettings(
        List.copyOf(alarms),
        List.copyOf(methods),
        config.settings().text("backfill").equals("auto"),
        config.settings().duration("backfill-limit"));
  }

  /** The device with nothing but the points that have values. */
  static DeviceConfig valuesOnly(DeviceConfig config) {
    List<DeviceConfig.Point> values =
        config.points().stream().filter(point -> mode(point).equals("value")).toList();
    return new DeviceConfig(config.name(), config.settings(), values);
  }

  private static String mode(DeviceConfig.Point point) {
    return point.settings().optionalText("mode").orElse("value");
  }

  private static Alarms alarms(DeviceConfig.Point point) throws ConfigException {
    Settings settings = point.settings();
    ExpandedNodeId notifier = node(point, "node");
    return new Alarms(
        point.name(),
        point.writable(),
        settings.text("node"),
        notifier,
        settings.has("severity") ? settings.integer("severity") : 1);
  }

  private static Method method(DeviceConfig.Point point) throws ConfigException {
    ExpandedNodeId method = node(point, "node");
    return new Method(
        point.name(),
        point.writable(),
        point.settings().text("node"),
        method,
        point.settings().has("object") ? node(point, "object") : null);
  }

  private static ExpandedNodeId node(DeviceConfig.Point point, String key) throws ConfigException {
    String where = "points." + point.name() + "." + key;
    if (!point.settings().has(key)) {
      throw new ConfigException(where, "alarms and methods are given by 'node', not by 'path'");
    }
    String text = point.settings().text(key).strip();
    try {
      ExpandedNodeId node = ExpandedNodeId.parse(text);
      if (!node.isLocal()) {
        throw new ConfigException(where, "names another server (svr=, svu=); leave that part out");
      }
      return node;
    } catch (UaRuntimeException e) {
      throw new ConfigException(
          where,
          "'" + text + "' is no node id; write it like nsu=urn:acme:press;s=Alarms or i=2253");
    }
  }
}
