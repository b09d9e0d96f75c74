package io.gemba.hal.tck;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A TCP port that takes connections and never says a word: what {@link FakeDevice#hang} looks like.
 * The kernel completes the connections, so that it needs no thread.
 */
public final class SilentServer implements AutoCloseable {
  private static final int BACKLOG = 50;
  private final ServerSocket socket;

  /**
   * Opens the port on the loopback interface; 0 = any free one.
   *
   * @throws IOException when the port is taken
   */
  public SilentServer(int port) throws IOException {
    socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
  }

  /** The port it has. */
  public int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
