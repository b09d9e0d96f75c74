package io.gemba.cloud.mqtt.fake;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An MQTT 5 broker on a free port of the loopback that behaves as a {@link Script} says. */
public final class FakeBroker implements AutoCloseable {
  private final int port;
  private volatile ServerSocket server;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Peer> peers = new CopyOnWriteArrayList<>();

  /** Starts listening. */
  public FakeBroker(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    this.port = server.getLocalPort();
    Thread.ofVirtual().name("fake broker").start(() -> accept(server));
  }

  /** Dies as a killed broker does: nothing listens, and every connection is reset. */
  public void goAway() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    }
    sockets.clear();
    peers.clear();
  }

  /** Listens again, on the same port. */
  public void comeBack() throws IOException, InterruptedException {
    ServerSocket again = listenAgain();
    server = again;
    Thread.ofVirtual().name("fake broker").start(() -> accept(again));
  }

  /** The port may be taken for a moment by a connection that is just ending. */
  private ServerSocket listenAgain() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        if (attempt == 100) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        Socket socket = listening.accept();
        sockets.add(socket);
        if (listening.isClosed()) {
          socket.close();
        }
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
    return port;
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
