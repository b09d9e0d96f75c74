package io.gemba.cloud.mqtt;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;

/**
 * A connected socket, plain or TLS, as Paho's network module. We connect it ourselves, for the sake
 * of one deadline over DNS, TCP and TLS and of errors in words, and can always cut it: closing the
 * TCP socket never waits for a blocked TLS write. May be cut by any thread.
 */
final class Line implements NetworkModule {
  private static final long FAREWELL_MILLIS = 300;
  private static final byte DISCONNECT = (byte) 0xE0;

  private final Socket tcp;
  private final Socket socket;
  private final String name;
  private final FrameTap tap;
  private final OutputStream out;
  private final CountDownLatch farewellWritten = new CountDownLatch(1);
  private volatile boolean farewell;

  /**
   * A line over connected sockets.
   *
   * @param tcp the TCP socket
   * @param socket what to talk through: the same, or TLS over it
   * @param name for Paho's own use
   * @param largest the largest packet we accept
   */
  Line(Socket tcp, Socket socket, String name, int largest) throws IOException {
    this.tcp = tcp;
    this.socket = socket;
    this.name = name;
    this.tap = new FrameTap(socket.getInputStream(), largest);
    this.out = new Watched(socket.getOutputStream());
  }

  FrameTap tap() {
    return tap;
  }

  @Override
  public void start() {
    // connected already
  }

  @Override
  public InputStream getInputStream() {
    return tap;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  /**
   * From now on {@link #stop} lets the broker read what was sent: closing with answers unread in
   * our buffer would reset the connection, and the DISCONNECT might be lost with it.
   */
  void expectFarewell() {
    farewell = true;
  }

  @Override
  public void stop() {
    if (farewell) {
      try {
        socket.shutdownOutput();
        tap.awaitEnd(FAREWELL_MILLIS);
      } catch (IOException e) {
        // the broker was quicker
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    cut();
  }

  /** Waits until a DISCONNECT has been written since {@link #expectFarewell}. */
  boolean awaitFarewell(long millis) throws InterruptedException {
    return farewellWritten.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Closes the TCP connection at once; blocked readers and writers wake up. */
  void cut() {
    tap.open();
    try {
      tcp.close();
    } catch (IOException e) {
      // nothing is left to be done with it
    }
  }

  @Override
  public String getServerURI() {
    return name;
  }

  /** Opens the tap with the first byte written, and knows a DISCONNECT when it sees one. */
  private final class Watched extends FilterOutputStream {
    Watched(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      tap.open();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      tap.open();
      // Paho flushes after each packet, so that a packet begins a write
      if (farewell
          && length > 1
          && bytes[offset] == DISCONNECT
          && bytes[offset + 1] == length - 2) {
        farewellWritten.countDown();
      }
    }
  }
}
