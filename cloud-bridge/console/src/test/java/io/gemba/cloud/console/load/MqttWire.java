package io.gemba.cloud.console.load;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Just enough of MQTT 5 to publish at QoS 1 for next to no cost, so that a thousand connections fit
 * beside what they load. What the broker refuses, or takes although nobody is there to have it, and
 * a connection that is lost are errors of whoever sends: what is sent is what somebody will get.
 * One thread sends; a virtual one reads acknowledgements.
 */
public final class MqttWire implements AutoCloseable {
  private static final int WINDOW = 64;
  private static final int PUBACK = 0x40;
  private static final int NO_SUBSCRIBERS = 0x10;

  private final Socket socket = new Socket();
  private final Semaphore window = new Semaphore(WINDOW);
  private volatile @Nullable String problem;
  private volatile boolean closed;
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
    if (reason(in.read(), in) != 0) {
      throw new IOException("the broker does not let " + clientId + " in");
    }
    Thread.ofVirtual().start(() -> acknowledged(in));
  }

  private void acknowledged(DataInputStream in) {
    try (socket) {
      for (int type = in.read(); type >= 0; type = in.read()) {
        int reason = reason(type, in);
        if (reason == NO_SUBSCRIBERS) {
          fail("the broker has taken what nobody has subscribed to");
        } else if (reason != 0) {
          fail("the broker has refused a message: reason " + Integer.toHexString(reason));
        }
        window.release();
      }
      fail("the broker has ended the connection");
    } catch (IOException e) {
      fail("the connection was lost: " + e.getMessage());
    }
    window.release(1_000_000); // whoever waits is to hear of it
  }

  private void fail(String words) {
    if (problem == null && !closed) {
      problem = words;
    }
  }

  /** The reason code of a CONNACK or PUBACK; a PUBACK of two bytes means success. */
  private static int reason(int first, DataInputStream in) throws IOException {
    int type = first & 0xf0;
    int length = in.readUnsignedByte(); // no acknowledgement is longer than 127 bytes here
    byte[] body = in.readNBytes(length);
    if (length > 127 || type != PUBACK && type != 0x20) {
      throw new IOException("packet %x of %d bytes".formatted(type, length));
    }
    return type == 0x20 ? body[1] & 0xff : body.length > 2 ? body[2] & 0xff : 0;
  }

  /**
   * Publishes at QoS 1; waits while too much is unacknowledged.
   *
   * @throws IOException when this or an earlier message has not been taken
   */
  public void publish(byte[] topic, byte[] payload, int length, boolean retained)
      throws IOException, InterruptedException {
    window.acquire();
    check();
    packet = packet % 65_535 + 1;
    ByteBuffer b = ByteBuffer.allocate(topic.length + 5 + length);
    b.putShort((short) topic.length).put(topic).putShort((short) packet).put((byte) 0);
    b.put(payload, 0, length);
    send(0x32 | (retained ? 1 : 0), b);
  }

  /**
   * Waits until the broker has everything.
   *
   * @throws IOException when it has not taken all of it
   */
  public void flush() throws IOException, InterruptedException {
    window.acquire(WINDOW);
    window.release(WINDOW);
    check();
  }

  private void check() throws IOException {
    if (problem != null) {
      throw new IOException(problem);
    }
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

  /** Leaves without a word, so that the broker sends the will. */
  @Override
  public void close() throws IOException {
    closed = true;
    if (!socket.isClosed()) {
      socket.shutdownOutput();
    }
  }
}
