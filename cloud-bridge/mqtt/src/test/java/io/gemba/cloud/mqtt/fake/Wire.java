package io.gemba.cloud.mqtt.fake;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The few MQTT 5 packets a broker of publishers needs, read and written by hand (MQTT 5 §2, §3).
 */
final class Wire {
  static final int CONNECT = 1;
  static final int CONNACK = 2;
  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  static final int PINGREQ = 12;
  static final int PINGRESP = 13;
  static final int DISCONNECT = 14;

  private Wire() {}

  /**
   * A packet as it came.
   *
   * @param wireLength with its fixed header, in bytes
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Packet(int type, int flags, byte[] body, int wireLength) {}

  /** The next packet, or null when the peer hung up. */
  static @Nullable Packet read(DataInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int[] length = variableInt(in);
    byte[] body = new byte[length[0]];
    in.readFully(body);
    return new Packet(first >> 4, first & 0x0F, body, 1 + length[1] + body.length);
  }

  private static int[] variableInt(InputStream in) throws IOException {
    int value = 0;
    int bytes = 0;
    int digit;
    do {
      digit = in.read();
      value |= (digit & 0x7F) << (7 * bytes++);
    } while ((digit & 0x80) != 0);
    return new int[] {value, bytes};
  }

  static Connect connect(Packet packet) {
    ByteBuffer in = ByteBuffer.wrap(packet.body());
    String protocol = text(in);
    int version = in.get();
    int flags = in.get();
    int keepAlive = in.getShort() & 0xFFFF;
    Map<Integer, Object> properties = properties(in);
    String clientId = text(in);
    Connect.@Nullable Will will = null;
    if ((flags & 0x04) != 0) {
      properties(in);
      will = new Connect.Will(text(in), binary(in), (flags >> 3) & 3, (flags & 0x20) != 0);
    }
    String username = (flags & 0x80) != 0 ? text(in) : null;
    String password = (flags & 0x40) != 0 ? new String(binary(in), StandardCharsets.UTF_8) : null;
    return new Connect(
        protocol + version,
        clientId,
        (flags & 0x02) != 0,
        keepAlive,
        properties,
        will,
        username,
        password);
  }

  static Publish publish(Packet packet) {
    ByteBuffer in = ByteBuffer.wrap(packet.body());
    String topic = text(in);
    int qos = (packet.flags() >> 1) & 3;
    int id = qos > 0 ? in.getShort() & 0xFFFF : 0;
    Map<Integer, Object> properties = properties(in);
    byte[] payload = new byte[in.remaining()];
    in.get(payload);
    return new Publish(
        topic,
        id,
        qos,
        (packet.flags() & 1) != 0,
        (packet.flags() & 8) != 0,
        properties,
        payload,
        packet.wireLength());
  }

  private static Map<Integer, Object> properties(ByteBuffer in) {
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = in.get();
      length |= (digit & 0x7F) << shift;
      shift += 7;
    } while ((digit & 0x80) != 0);
    int end = in.position() + length;
    Map<Integer, Object> properties = new LinkedHashMap<>();
    while (in.position() < end) {
      int id = in.get();
      switch (id) {
        case 0x01, 0x17, 0x19 -> properties.put(id, (int) in.get());
        case 0x02, 0x11, 0x18, 0x27 -> properties.put(id, in.getInt() & 0xFFFFFFFFL);
        case 0x21, 0x22, 0x23 -> properties.put(id, in.getShort() & 0xFFFF);
        case 0x26 -> properties.put(id, text(in) + "=" + text(in));
        case 0x03, 0x08 -> properties.put(id, text(in));
        default -> throw new IllegalStateException("property " + id);
      }
    }
    return properties;
  }

  private static String text(ByteBuffer in) {
    return new String(binary(in), StandardCharsets.UTF_8);
  }

  private static byte[] binary(ByteBuffer in) {
    byte[] bytes = new byte[in.getShort() & 0xFFFF];
    in.get(bytes);
    return bytes;
  }

  /** A packet with a fixed header; {@code body} under 16 KiB. */
  static byte[] packet(int type, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(type << 4);
    if (body.length < 0x80) {
      out.write(body.length);
    } else {
      out.write((body.length & 0x7F) | 0x80);
      out.write(body.length >> 7);
    }
    out.writeBytes(body);
    return out.toByteArray();
  }

  /** Properties with their length in front; fewer than 128 bytes. */
  static byte[] encoded(Map<Integer, Object> properties) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      for (Map.Entry<Integer, Object> property : properties.entrySet()) {
        out.write(property.getKey());
        switch (property.getKey()) {
          case 0x24, 0x25 -> out.write((Integer) property.getValue());
          case 0x13, 0x21, 0x22 -> out.writeShort((Integer) property.getValue());
          case 0x27 -> out.writeInt((Integer) property.getValue());
          default -> out.writeUTF((String) property.getValue());
        }
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.write(bytes.size());
      whole.writeBytes(bytes.toByteArray());
      return whole.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
