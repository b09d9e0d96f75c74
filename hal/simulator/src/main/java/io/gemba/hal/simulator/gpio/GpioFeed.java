package io.gemba.hal.simulator.gpio;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wires over TCP: lines {@code "<bcm> <0|1>"}, first a snapshot of every input, then each change.
 * The peer may send {@code "24 1"} or {@code "24 0"} to drive the horn, which falls silent when the
 * last peer leaves, as a released wire would. Safe for any thread.
 */
public final class GpioFeed implements Closeable {

  /** BCM number of the green lamp. */
  public static final int GREEN = 17;

  /** BCM number of the amber lamp. */
  public static final int AMBER = 22;

  /** BCM number of the red lamp. */
  public static final int RED = 23;

  /** BCM number of the horn, an output. */
  public static final int HORN = 24;

  /** BCM number of the part sensor. */
  public static final int PARTS = 27;

  private static final Logger LOG = LoggerFactory.getLogger(GpioFeed.class);
  private static final int QUEUE = 10_000;

  private final ServerSocket socket;
  private final Consumer<Boolean> horn;
  private final Map<Integer, Boolean> levels = new TreeMap<>();
  private final Set<Peer> peers = ConcurrentHashMap.newKeySet();

  /**
   * Starts to listen.
   *
   * @param port 0 for any free port
   * @param horn told when a peer switches the horn
   * @throws IOException with what to do, when the port is taken
   */
  public GpioFeed(String bind, int port, Consumer<Boolean> horn) throws IOException {
    this.horn = horn;
    for (int input : new int[] {GREEN, AMBER, RED, PARTS}) {
      levels.put(input, false);
    }
    try {
      socket = new ServerSocket(port, 16, InetAddress.getByName(bind));
    } catch (BindException e) {
      throw new IOException(
          "cannot listen for the GPIO feed on %s:%d (%s): another program has it; choose another with --gpio-port"
              .formatted(bind, port, e.getMessage()),
          e);
    }
    Thread.ofVirtual().name("gemba-gpio-accept").start(this::accept);
  }

  /** Where peers connect. */
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** An input has a new level. */
  public void set(int bcm, boolean high) {
    synchronized (levels) {
      levels.put(bcm, high);
      peers.forEach(peer -> peer.offer(bcm, high));
    }
  }

  /** Ends the feed and every connection. */
  @Override
  public void close() throws IOException {
    socket.close();
    peers.forEach(Peer::close);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Peer peer = new Peer(socket.accept());
        synchronized (levels) {
          levels.forEach(peer::offer);
          peers.add(peer);
        }
        peer.start();
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.warn("The GPIO feed could not take a connection: {}", e.getMessage());
        }
      }
    }
  }

  private void leave(Peer peer) {
    if (peers.remove(peer) && peers.isEmpty() && !socket.isClosed()) {
      horn.accept(false);
    }
  }

  private final class Peer {
    private final Socket connection;
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Thread writer = Thread.ofVirtual().name("gemba-gpio-out").unstarted(this::write);

    Peer(Socket connection) throws IOException {
      this.connection = connection;
      connection.setTcpNoDelay(true);
    }

    void start() {
      writer.start();
      Thread.ofVirtual().name("gemba-gpio-in").start(this::read);
    }

    // A peer that does not read is cut off, so that it never misses a change without knowing.
    void offer(int bcm, boolean high) {
      if (!queue.offer(bcm + (high ? " 1\n" : " 0\n"))) {
        close();
      }
    }

    void close() {
      try {
        connection.close();
      } catch (IOException e) {
        LOG.debug("closing a GPIO connection", e);
      }
      writer.interrupt();
      leave(this);
    }

    private void write() {
      try {
        while (true) {
          String first = queue.take();
          StringBuilder text = new StringBuilder(first);
          for (String more = queue.poll(); more != null; more = queue.poll()) {
            text.append(more);
          }
          connection.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException | InterruptedException e) {
        close();
      }
    }

    private void read() {
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          switch (line.strip()) {
            case HORN + " 1" -> horn.accept(true);
            case HORN + " 0" -> horn.accept(false);
            default -> {
              LOG.warn(
                  "A GPIO peer sent \"{}\" and was disconnected: only \"24 0\" and \"24 1\" can be set",
                  line);
              return;
            }
          }
        }
      } catch (IOException e) {
        LOG.debug("a GPIO connection broke", e);
      } finally {
        close();
      }
    }
  }
}
