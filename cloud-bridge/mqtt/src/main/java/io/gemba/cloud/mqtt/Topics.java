package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.Outgoing;
import java.util.HashMap;
import java.util.Map;

/**
 * The topics of one gateway: {@code gemba1/{enterprise}/{site}/{area}/{line}/{cell}/{kind}/{name}},
 * never more than seven slashes (the limit of AWS IoT Core). Used by the session's sending thread.
 */
final class Topics {
  private static final String ROOT = "gemba1";
  private static final String SELF = "_";

  private final String site;
  private final String status;
  private final Map<DeviceRef, Device> devices = new HashMap<>();

  Topics(GatewayId gateway) {
    this.site = ROOT + "/" + level(gateway.enterprise()) + "/" + level(gateway.site()) + "/";
    this.status = site + "_gw/" + level(gateway.id()) + "/status/agent";
  }

  private record Device(
      String live, String history, String meta, String gap, String clock, String alarm) {}

  /** Where the gateway says that it is online, and its will that it is not. */
  String status() {
    return status;
  }

  /** The filter that covers all this gateway publishes. */
  String everything() {
    return site + "#";
  }

  /** Live samples and those of the backlog never share a topic. */
  String samples(DeviceRef device, boolean backlog) {
    Device topics = of(device);
    return backlog ? topics.history : topics.live;
  }

  String meta(DeviceRef device) {
    return of(device).meta;
  }

  String gap(DeviceRef device) {
    return of(device).gap;
  }

  String clock(DeviceRef device) {
    return of(device).clock;
  }

  /** The line's state; {@code line} is {@code area/line}. */
  String lineState(String line) {
    return site + place(line, 2) + "/" + SELF + "/state/line";
  }

  /** The line's figures of this shift. */
  String shiftKpi(String line) {
    return site + place(line, 2) + "/" + SELF + "/kpi/shift";
  }

  /** What there is to know about the line. */
  String lineMeta(String line) {
    return site + place(line, 2) + "/" + SELF + "/meta/line";
  }

  /** The line's alarms that are active or not acknowledged. */
  String alarms(String line) {
    return site + place(line, 2) + "/" + SELF + "/state/alarms";
  }

  /** Where an alarm of this device's points is told as it happens. */
  String alarm(DeviceRef device) {
    return of(device).alarm;
  }

  /** Statements are retained; facts and news are not. */
  static boolean retained(Outgoing message) {
    return message instanceof Outgoing.Statement;
  }

  private Device of(DeviceRef device) {
    Device topics = devices.get(device);
    if (topics == null) {
      String cell = site + place(device.place(), 3) + "/";
      String name = level(device.name());
      topics =
          new Device(
              cell + "tag/" + name,
              cell + "hist/" + name,
              cell + "meta/" + name,
              cell + "event/gap",
              cell + "event/clock",
              cell + "event/alarm");
      devices.put(device, topics);
    }
    return topics;
  }

  private static String place(String place, int levels) {
    String[] parts = place.split("/", -1);
    if (parts.length != levels) {
      throw new IllegalArgumentException("'" + place + "' does not have " + levels + " levels");
    }
    for (String part : parts) {
      level(part);
    }
    return place;
  }

  /** A topic level may hold no separator, no wildcard and no NUL (MQTT 5 §4.7). */
  private static String level(String level) {
    if (level.isEmpty()
        || level.chars().anyMatch(c -> c == '/' || c == '+' || c == '#' || c == '\u0000')) {
      throw new IllegalArgumentException("'" + level + "' cannot be a topic level");
    }
    return level;
  }
}
