package io.gemba.hal.opcua;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Passes TCP on until it is told to stall, to delay, to corrupt or to cut what it passes. */
final class StallingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

  private volatile long delayMillis;
  private volatile int corruptEvery;

  StallingProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String endpoint() {
    return "opc.tcp://127.0.0.1:" + listener.getLocalPort();
  }

  void stall() {
    gate.set(new CountDownLatch(1));
  }

  /** Everything comes later, in order. */
  void delay(long millis) {
    delayMillis = millis;
  }

  /** One bit of every so many pieces that the server sends is turned over; 0 = none. */
  void corrupt(int everyPieces) {
    corruptEvery = everyPieces;
  }

  void resume() {
    gate.getAndSet(new CountDownLatch(0)).countDown();
  }

  /** Breaks every connection; new ones pass. */
  void cut() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> pump(client, server, false));
        Thread.ofVirtual().start(() -> pump(server, client, true));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[65_536];
    int pieces = 0;
    try (from;
        to) {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        gate.get().await();
        Thread.sleep(delayMillis);
        if (answers && corruptEvery > 0 && ++pieces % corruptEvery == 0) {
          buffer[n - 1 - pieces % Math.min(n, 40)] ^= 0x10;
        }
        to.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException ended) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    resume();
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
