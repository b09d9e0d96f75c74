package io.gemba.hal.opcua;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import java.time.Duration;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.jspecify.annotations.Nullable;

/**
 * One point of an OPC UA device as configured.
 *
 * @param nodeText the node or path as written, for messages
 * @param node the node; its namespace may be a URI that only a session can resolve. The null node
 *     id where there is a path instead: {@link Nodes} finds both
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
    boolean percent,
    Finer finer) {
  private static final long LEAST_QUEUE = 10;
  private static final long QUEUE_WHEN_FASTEST = 100;

  /** A PLC with little memory must hold this for every point. */
  private static final long MOST_KEPT = 1_000;

  private static final long MOST_QUEUE = 10_000;

  /**
   * What is seldom written.
   *
   * @param path where the node is found, if not by its id
   * @param discardOldest which reading a full queue of the server gives up
   * @param silentAfter after how long a silence the value is read back; zero = never
   * @param enumNames whether numbers of enumerations come with their names
   */
  record Finer(
      @Nullable NodePath path,
      Trigger trigger,
      boolean discardOldest,
      Duration silentAfter,
      boolean enumNames) {
    static final Finer PLAIN = new Finer(null, Trigger.VALUE, true, Duration.ofMinutes(5), true);
  }

  /** A point of which only the usual is written. */
  PointSettings(
      String name,
      boolean writable,
      String nodeText,
      ExpandedNodeId node,
      Duration publishing,
      Duration sampling,
      long queue,
      double deadband,
      boolean percent) {
    this(
        name,
        writable,
        nodeText,
        node,
        publishing,
        sampling,
        queue,
        deadband,
        percent,
        Finer.PLAIN);
  }

  static PointSettings of(DeviceConfig.Point point, Duration devicePublishing, Duration keep)
      throws ConfigException {
    Settings settings = point.settings();
    String where = "points." + point.name() + ".";
    if (settings.has("node") == settings.has("path")) {
      throw new ConfigException(where + "node", "write either 'node' or 'path'");
    }
    boolean byPath = settings.has("path");
    PointSettings read =
        read(
            point.name(),
            settings.text(byPath ? "path" : "node"),
            byPath ? ExpandedNodeId.NULL_VALUE : node(where, settings.text("node").strip()),
            byPath ? path(where, settings.text("path")) : null,
            settings,
            devicePublishing,
            keep,
            where);
    return point.writable() ? read.asWritable() : read;
  }

  /** A point that was found by {@code select}, read as that says. */
  static PointSettings selected(
      String name, String nodeText, Settings settings, Duration devicePublishing, String where)
      throws ConfigException {
    ExpandedNodeId node = node(where, nodeText);
    return read(name, nodeText, node, null, settings, devicePublishing, Duration.ZERO, where);
  }

  private static PointSettings read(
      String name,
      String text,
      ExpandedNodeId node,
      @Nullable NodePath path,
      Settings settings,
      Duration devicePublishing,
      Duration keep,
      String where)
      throws ConfigException {
    Duration publishing = or(settings, "publishing-interval", devicePublishing);
    Duration sampling = or(settings, "sampling-interval", publishing);
    double deadband = settings.decimal("deadband");
    boolean percent = settings.text("deadband-type").equals("percent");
    if (percent && deadband > 100) {
      throw new ConfigException(where + "deadband", "more than 100 percent; write 0 to 100");
    }
    return new PointSettings(
        name,
        false,
        text,
        node,
        publishing,
        sampling,
        settings.has("queue") ? settings.integer("queue") : queue(publishing, sampling, keep),
        deadband,
        percent,
        new Finer(
            path,
            Trigger.of(settings.text("trigger")),
            settings.text("discard").equals("oldest"),
            settings.duration("silent-after"),
            settings.text("enum").equals("named")));
  }

  private PointSettings asWritable() {
    return new PointSettings(
        name, true, nodeText, node, publishing, sampling, queue, deadband, percent, finer);
  }

  /** Whether the server must be told more than "status and value". */
  boolean needsFilter() {
    return deadband > 0 || finer.trigger() != Trigger.VALUE;
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

  private static NodePath path(String where, String text) throws ConfigException {
    try {
      return NodePath.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(where + "path", "'" + text + "' " + e.getMessage());
    }
  }

  /** A node as somebody wrote it; {@code where} ends with a dot, or is empty. */
  static ExpandedNodeId node(String where, String text) throws ConfigException {
    try {
      ExpandedNodeId node = ExpandedNodeId.parse(text);
      if (!node.isLocal()) {
        throw new ConfigException(
            where + "node", "names another server (svr=, svu=); leave that part out");
      }
      return node;
    } catch (UaRuntimeException e) {
      throw new ConfigException(
          where + "node",
          "'"
              + text
              + "' is no node id; write it like nsu=urn:acme:press;s=Speed, ns=2;s=Press1.Speed,"
              + " ns=2;i=1001, ns=2;g=09087e75-8e5e-499b-954f-f2a9603db28a or ns=2;b=M/RbKBsRVkePCePcx24oRA==");
    }
  }
}
