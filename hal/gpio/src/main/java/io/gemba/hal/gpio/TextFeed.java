package io.gemba.hal.gpio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of text from a TCP server, read without a thread of its own. */
final class TextFeed implements AutoCloseable {
  private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
  private static final int LONGEST_LINE = 1_000;
  private static final int BUFFER = 8_192;

  private final String address;
  private final Selector selector;
  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private final StringBuilder partial = new StringBuilder();

  private TextFeed(String address, Selector selector, SocketChannel channel) {
    this.address = address;
    this.selector = selector;
    this.channel = channel;
  }

  /**
   * Connects.
   *
   * @throws IOException nobody answers there
   */
  static TextFeed connect(String host, int port) throws IOException, InterruptedException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IOException("the GPIO simulator's host " + host + " is not known: check chip:");
    }
    Selector selector = Selector.open();
    TextFeed feed = new TextFeed(host + ":" + port, selector, SocketChannel.open());
    try {
      feed.connect(address);
    } catch (IOException | InterruptedException | RuntimeException e) {
      feed.close();
      throw e;
    }
    return feed;
  }

  private void connect(InetSocketAddress to) throws IOException, InterruptedException {
    channel.configureBlocking(false);
    try {
      if (!channel.connect(to)) {
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        select(CONNECT_DEADLINE);
        if (!channel.finishConnect()) {
          throw new IOException("no answer within " + CONNECT_DEADLINE.toSeconds() + " s");
        }
        key.interestOps(SelectionKey.OP_READ);
      } else {
        channel.register(selector, SelectionKey.OP_READ);
      }
    } catch (IOException e) {
      throw new IOException(
          "no GPIO simulator at " + address + " (" + e.getMessage() + "): is gemba simulate up?",
          e);
    }
  }

  private void select(Duration wait) throws IOException, InterruptedException {
    selector.selectedKeys().clear();
    if (wait.isZero()) {
      selector.selectNow();
    } else {
      selector.select(Math.max(1, wait.toMillis()));
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /**
   * The complete lines that came, waiting up to so long for something to come.
   *
   * @throws IOException the server is gone
   */
  List<String> read(Duration wait) throws IOException, InterruptedException {
    select(wait);
    buffer.clear();
    int count;
    try {
      count = channel.read(buffer);
    } catch (IOException e) {
      throw broken("was lost (" + e.getMessage() + ")", e);
    }
    if (count < 0) {
      throw broken("closed the connection", null);
    }
    return split(StandardCharsets.US_ASCII.decode(buffer.flip()));
  }

  private List<String> split(CharSequence text) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        lines.add(partial.toString().strip());
        partial.setLength(0);
      } else if (partial.append(c).length() > LONGEST_LINE) {
        throw broken("does not speak in lines", null);
      }
    }
    return lines;
  }

  /**
   * Tells the server something short; from any thread, one at a time.
   *
   * @throws IOException it could not be sent
   */
  synchronized void say(String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
    int length = bytes.remaining();
    if (channel.write(bytes) < length) {
      channel.close(); // half a word said: nothing sensible can follow
      throw broken("does not take what it is told", null);
    }
  }

  /** An error for people about this server. */
  IOException broken(String what, @Nullable Throwable cause) {
    return new IOException("the GPIO simulator at " + address + " " + what, cause);
  }

  @Override
  public void close() {
    try (selector) {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the connection to " + address, e);
    }
  }
}
