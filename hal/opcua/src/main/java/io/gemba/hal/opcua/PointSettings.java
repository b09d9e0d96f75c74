package io.gemba.hal.opcua;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import java.time.Duration;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/**
 * One point of an OPC UA device as configured.
 *
 * @param nodeText the node as written, for messages
 * @param node the node; its namespace may be a URI that only a session can resolve
 * @param sampling zero = as fast as the server can
 * @param deadband 0 = none
 * @param percent whether the deadband is in percent of the server's range
 */
record PointSettings(
    String name,
    boolean writable,
    String nodeText,
    ExpandedNodeId node,
    Duration publishing,
    Duration sampling,
    long queue,
    double deadband,
    boolean percent) {
  private static final long LEAST_QUEUE = 10;
  private static final long QUEUE_WHEN_FASTEST = 100;

  /** A PLC with little memory must hold this for every point. */
  private static final long MOST_KEPT = 1_000;

  private static final long MOST_QUEUE = 10_000;

  static PointSettings of(DeviceConfig.Point point, Duration devicePublishing, Duration keep)
      throws ConfigException {
    Settings settings = point.settings();
    Duration publishing = or(settings, "publishing-interval", devicePublishing);
    Duration sampling = or(settings, "sampling-interval", publishing);
    double deadband = settings.decimal("deadband");
    boolean percent = settings.text("deadband-type").equals("percent");
    if (percent && deadband > 100) {
      throw new ConfigException(key(point, "deadband"), "more than 100 percent; write 0 to 100");
    }
    return new PointSettings(
        point.name(),
        point.writable(),
        settings.text("node"),
        node(point, settings.text("node").strip()),
        publishing,
        sampling,
        settings.has("queue") ? settings.integer("queue") : queue(publishing, sampling, keep),
        deadband,
        percent);
  }

  /**
   * Twice what is sampled between two sendings, so that one late sending loses nothing, or what is
   * sampled while the server collects without us.
   */
  static long queue(Duration publishing, Duration sampling, Duration keep) {
    if (sampling.isZero()) {
      return QUEUE_WHEN_FASTEST;
    }
    double each = Math.max(1, sampling.toMillis());
    long twice = (long) Math.ceil(2 * publishing.toMillis() / each);
    long kept = Math.min(MOST_KEPT, (long) Math.ceil(keep.toMillis() / each));
    return Math.clamp(Math.max(twice, kept), LEAST_QUEUE, MOST_QUEUE);
  }

  private static Duration or(Settings settings, String key, Duration fallback) {
    return settings.has(key) ? settings.duration(key) : fallback;
  }

  private static ExpandedNodeId node(DeviceConfig.Point point, String text) throws ConfigException {
    try {
      ExpandedNodeId node = ExpandedNodeId.parse(text);
      if (!node.isLocal()) {
        throw new ConfigException(
            key(point, "node"), "names another server (svr=, svu=); leave that part out");
      }
      return node;
    } catch (UaRuntimeException e) {
      throw new ConfigException(
          key(point, "node"),
          "'"
              + text
              + "' is no node id; write it like nsu=urn:acme:press;s=Speed, ns=2;s=Press1.Speed,"
              + " ns=2;i=1001, ns=2;g=09087e75-8e5e-499b-954f-f2a9603db28a or ns=2;b=M/RbKBsRVkePCePcx24oRA==");
    }
  }

  private static String key(DeviceConfig.Point point, String key) {
    return "points." + point.name() + "." + key;
  }
}
