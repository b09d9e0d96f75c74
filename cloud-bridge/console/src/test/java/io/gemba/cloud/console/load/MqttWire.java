package io.gemba.cloud.console.load;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/**
 * Just enough of MQTT 5 to publish at QoS 1 for next to no cost, so that a thousand connections fit
 * beside what they load. One thread sends; a virtual one reads acknowledgements.
 */
public final class MqttWire implements AutoCloseable {
  private static final int WINDOW = 64;

  private final Socket socket = new Socket();
  private final Semaphore window = new Semaphore(WINDOW);
  private int packet;

  /** Connects, with a will. */
  public MqttWire(String host, int port, String clientId, String willTopic, byte[] will)
      throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(host, port), 10_000);
    ByteBuffer b = ByteBuffer.allocate(1_000 + will.length);
    text(b, "MQTT");
    b.put((byte) 5).put((byte) 0x2e).putShort((short) 60).put((byte) 0); // will QoS 1, retained
    text(b, clientId);
    b.put((byte) 0);
    text(b, willTopic);
    b.putShort((short) will.length).put(will);
    send(0x10, b);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    if (skip(in) != 0x20) {
      throw new IOException("no CONNACK");
    }
    Thread.ofVirtual().start(() -> acknowledged(in));
  }

  private void acknowledged(DataInputStream in) {
    try {
      while (true) {
        if ((skip(in) & 0xf0) == 0x40) {
          window.release();
        }
      }
    } catch (IOException e) {
      window.release(1_000_000); // the connection is over; a send will say so
    }
  }

  private static int skip(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = in.readUnsignedByte();
      length |= (digit & 0x7f) << shift;
      shift += 7;
    } while (digit > 127);
    in.skipNBytes(length);
    return type;
  }

  /** Publishes at QoS 1; waits while too much is unacknowledged. */
  public void publish(byte[] topic, byte[] payload, int length, boolean retained)
      throws IOException, InterruptedException {
    window.acquire();
    packet = packet % 65_535 + 1;
    ByteBuffer b = ByteBuffer.allocate(topic.length + 5 + length);
    b.putShort((short) topic.length).put(topic).putShort((short) packet).put((byte) 0);
    b.put(payload, 0, length);
    send(0x32 | (retained ? 1 : 0), b);
  }

  /** Waits until the broker has everything. */
  public void flush() throws InterruptedException {
    window.acquire(WINDOW);
    window.release(WINDOW);
  }

  private static void text(ByteBuffer b, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    b.putShort((short) bytes.length).put(bytes);
  }

  private void send(int type, ByteBuffer body) throws IOException {
    int length = body.position();
    ByteBuffer packet = ByteBuffer.allocate(5 + length).put((byte) type);
    int rest = length;
    do {
      packet.put((byte) (rest > 127 ? rest % 128 | 0x80 : rest));
      rest /= 128;
    } while (rest > 0);
    packet.put(body.array(), 0, length);
    socket.getOutputStream().write(packet.array(), 0, packet.position());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
