package io.gemba.cloud.mqtt.fake;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection to the fake broker, and what was said on it. Safe for several threads. */
public final class Peer {
  private final Socket socket;
  private final Script script;
  private final OutputStream out;
  private final List<Publish> published = new CopyOnWriteArrayList<>();
  private final AtomicInteger unacknowledged = new AtomicInteger();
  private final AtomicInteger mostUnacknowledged = new AtomicInteger();
  private final AtomicInteger pings = new AtomicInteger();
  private volatile @Nullable Connect connect;
  private volatile int disconnectCode = -1;
  private volatile boolean gone;
  private int count; // the reader's thread only

  Peer(Socket socket, Script script) throws IOException {
    this.socket = socket;
    this.script = script;
    this.out = socket.getOutputStream();
    socket.setTcpNoDelay(true);
  }

  /** The CONNECT, or null before it came. */
  public @Nullable Connect connect() {
    return connect;
  }

  /** What was published, in order; the birth first. */
  public List<Publish> published() {
    return List.copyOf(published);
  }

  /** The most publishes that were unacknowledged at a time. */
  public int mostUnacknowledged() {
    return mostUnacknowledged.get();
  }

  /** How many PINGREQ came. */
  public int pings() {
    return pings.get();
  }

  /** The reason code of the client's DISCONNECT, or -1 when it sent none. */
  public int disconnectCode() {
    return disconnectCode;
  }

  /** Whether the connection has ended. */
  public boolean gone() {
    return gone;
  }

  /** Sends a PUBACK; also for codes that the standard does not allow there. */
  public void acknowledge(Publish publish, int code) throws IOException {
    unacknowledged.decrementAndGet();
    byte id = (byte) (publish.id() >> 8);
    byte low = (byte) publish.id();
    send(
        Wire.packet(
            Wire.PUBACK, code == 0 ? new byte[] {id, low} : new byte[] {id, low, (byte) code}));
  }

  /** Sends a DISCONNECT with a reason code and properties, and hangs up. */
  public void disconnect(int code, Map<Integer, Object> properties) throws IOException {
    byte[] encoded = Wire.encoded(properties);
    byte[] body = new byte[1 + encoded.length];
    body[0] = (byte) code;
    System.arraycopy(encoded, 0, body, 1, encoded.length);
    send(Wire.packet(Wire.DISCONNECT, body));
    socket.shutdownOutput();
  }

  /** Sends bytes of any kind. */
  public synchronized void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Resets the TCP connection. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  void serve() {
    try (socket) {
      if (script.hangsUpAtOnce) {
        reset();
        return;
      }
      DataInputStream in = new DataInputStream(socket.getInputStream());
      Wire.Packet packet = Wire.read(in);
      while (packet != null) {
        react(packet);
        packet = Wire.read(in);
      }
    } catch (IOException e) {
      // the client, or the script, has ended it
    } finally {
      gone = true;
    }
  }

  private void react(Wire.Packet packet) throws IOException {
    switch (packet.type()) {
      case Wire.CONNECT -> {
        connect = Wire.connect(packet);
        if (script.insteadOfConnAck != null) {
          send(script.insteadOfConnAck);
        } else if (script.answersConnect) {
          greet();
        }
      }
      case Wire.PUBLISH -> {
        Publish publish = Wire.publish(packet);
        if (script.keeps) {
          published.add(publish);
        }
        mostUnacknowledged.accumulateAndGet(unacknowledged.incrementAndGet(), Math::max);
        script.reaction.to(this, publish, count++);
      }
      case Wire.PINGREQ -> {
        pings.incrementAndGet();
        if (script.answersPings) {
          send(Wire.packet(Wire.PINGRESP, new byte[0]));
        }
      }
      case Wire.DISCONNECT -> disconnectCode = packet.body().length > 0 ? packet.body()[0] : 0;
      default -> throw new IOException("unexpected packet type " + packet.type());
    }
  }

  private void greet() throws IOException {
    byte[] properties = Wire.encoded(script.properties);
    byte[] body = new byte[2 + properties.length];
    body[1] = (byte) script.connAckCode;
    System.arraycopy(properties, 0, body, 2, properties.length);
    send(Wire.packet(Wire.CONNACK, body));
    if (script.connAckCode >= 0x80) {
      socket.shutdownOutput();
    }
  }
}
