package io.gemba.hal.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * What the JDK keeps for all sockets of the process. A class without a static initialiser, because
 * its second thread would wait for that for ever.
 */
final class JdkSockets {
  private JdkSockets() {}

  /**
   * Makes the JDK open what it opens once for all blocking sockets, so that it is no news later.
   */
  static boolean warmUp() {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread reader = Thread.ofVirtual().start(() -> readOnce(server));
      try (Socket taken = server.accept()) {
        taken.getOutputStream().write(0);
        reader.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the loopback interface does not work", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private static void readOnce(ServerSocket server) {
    try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      int read = socket.getInputStream().read();
      if (read != 0) {
        throw new IOException("read " + read + " from the loopback interface");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
