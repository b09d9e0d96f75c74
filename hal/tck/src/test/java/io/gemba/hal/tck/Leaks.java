package io.gemba.hal.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** What a broken adapter leaves behind, until the test is over. */
final class Leaks implements AutoCloseable {
  private final CountDownLatch testOver = new CountDownLatch(1);
  private final List<ServerSocket> sockets = new CopyOnWriteArrayList<>();

  void thread() {
    Thread.ofPlatform().daemon().name("leaked").start(this::awaitTestOver);
  }

  void virtualThread() {
    Thread.ofVirtual().start(this::awaitTestOver);
  }

  void socket() {
    try {
      sockets.add(new ServerSocket(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitTestOver() {
    try {
      testOver.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    testOver.countDown();
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
