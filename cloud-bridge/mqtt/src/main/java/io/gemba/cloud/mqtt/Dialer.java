package io.gemba.cloud.mqtt;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Finds the broker (DNS), reaches it (TCP) and makes sure who it is (TLS), within one deadline. The
 * work runs on a thread of its own, because a resolver that does not answer cannot be interrupted;
 * a dialer is used once.
 */
final class Dialer {
  private final BrokerAddress address;
  private final Credentials credentials;
  private final int largestPacket;
  private final Object lock = new Object();
  private @Nullable Socket current;
  private boolean abandoned;

  Dialer(BrokerAddress address, Credentials credentials, int largestPacket) {
    this.address = address;
    this.credentials = credentials;
    this.largestPacket = largestPacket;
  }

  /**
   * A connected line.
   *
   * @throws IOException why not, in words
   * @throws InterruptedException when the host shuts down; nothing stays open
   */
  Line dial(long millis) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    FutureTask<Line> attempt = new FutureTask<>(() -> open(deadline));
    Thread.ofVirtual().name("mqtt-dial " + address).start(attempt);
    try {
      return attempt.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw Failures.inWords(e.getCause() == null ? e : e.getCause(), address);
    } catch (TimeoutException e) {
      abandon();
      throw Failures.inWords(new SocketTimeoutException("deadline"), address);
    } catch (InterruptedException e) {
      abandon();
      throw e;
    }
  }

  private Line open(long deadline) throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(address.host());
    Socket tcp = reach(addresses, deadline);
    try {
      tcp.setTcpNoDelay(true);
      tcp.setKeepAlive(true);
      Socket socket = address.tls() ? shakeHands(tcp, deadline) : tcp;
      return new Line(tcp, socket, "tcp://" + address, largestPacket);
    } catch (IOException | RuntimeException e) {
      tcp.close();
      throw e;
    }
  }

  /** Tries each address in turn, each with its share of the time that is left. */
  private Socket reach(InetAddress[] addresses, long deadline) throws IOException {
    IOException failure = new IOException("no address");
    for (int i = 0; i < addresses.length; i++) {
      Socket socket = new Socket();
      hold(socket);
      try {
        socket.connect(
            new InetSocketAddress(addresses[i], address.port()),
            Math.max(1, millisLeft(deadline) / (addresses.length - i)));
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = e;
      }
    }
    throw failure;
  }

  private SSLSocket shakeHands(Socket tcp, long deadline) throws IOException {
    SSLSocket socket = Tls.over(tcp, address, credentials);
    tcp.setSoTimeout(millisLeft(deadline));
    try {
      socket.startHandshake();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (SocketException | EOFException e) {
      throw new SSLHandshakeException(
          credentials.certificate().isPresent()
              ? "the broker hung up in the handshake: it may not accept tls.certificate"
              : "the broker hung up in the handshake: is this its TLS port, or does it want a"
                  + " client certificate (tls.certificate, tls.key)?",
          e);
    }
    tcp.setSoTimeout(0);
    return socket;
  }

  private static int millisLeft(long deadline) throws SocketTimeoutException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("deadline");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  private void hold(Socket socket) throws IOException {
    synchronized (lock) {
      if (abandoned) {
        socket.close();
        throw new SocketTimeoutException("abandoned");
      }
      current = socket;
    }
  }

  private void abandon() {
    synchronized (lock) {
      abandoned = true;
      if (current != null) {
        try {
          current.close();
        } catch (IOException e) {
          // we only wanted it gone
        }
      }
    }
  }
}
