package io.gemba.cloud.mqtt.fake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An MQTT 5 broker on a free port of the loopback that behaves as a {@link Script} says. */
public final class FakeBroker implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Peer> peers = new CopyOnWriteArrayList<>();

  /** Starts listening. */
  public FakeBroker(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("fake broker").start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        Peer peer = new Peer(socket, script);
        peers.add(peer);
        Thread.ofVirtual().name("fake broker peer").start(peer::serve);
      }
    } catch (IOException e) {
      // closed
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** The connections so far, oldest first. */
  public List<Peer> peers() {
    return new ArrayList<>(peers);
  }

  /** The newest connection. */
  public Peer peer() {
    return peers.getLast();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
