package io.gemba.agent.app;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the command line asks a running agent: a Unix socket beside the journal, for the agent's own
 * user and root alone, and no network port. A client sends one line, the question, and gets the
 * answer and the end of the stream.
 */
final class ControlSocket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControlSocket.class);

  /** What the kernel allows a socket's path to be (sockaddr_un), less the closing zero. */
  private static final int LONGEST_PATH = 107;

  private static final int LONGEST_QUESTION = 512;

  private final @Nullable ServerSocketChannel server;
  private final Path file;

  /**
   * Listens in a folder; when the kernel cannot (the path is too long), the agent runs without it
   * and the log says so.
   *
   * @param answers answers a question, on a thread of this socket's own
   */
  ControlSocket(Path folder, Answers answers) throws IOException {
    this.file = fileIn(folder);
    if (file.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      log.warn(
          "{} is too long for a socket: 'gemba journal status' works only while the agent is stopped",
          file);
      this.server = null;
      return;
    }
    Files.deleteIfExists(file); // ours alone: the journal beside it is locked
    ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    opened.bind(UnixDomainSocketAddress.of(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    this.server = opened;
    Thread.ofPlatform().name("control").daemon().start(() -> serve(opened, answers));
  }

  /** Answers one question. */
  interface Answers {
    void to(String question, Writer out) throws Exception;
  }

  /** Asks the agent that holds this folder; empty when none does. */
  static Optional<String> ask(Path folder, String question) {
    try (BufferedReader answer = stream(folder, question)) {
      return answer == null ? Optional.empty() : Optional.of(answer.readAllAsString());
    } catch (IOException e) {
      return Optional.empty(); // it was killed meanwhile
    }
  }

  /** The same for long answers, to be read and closed; null when no agent holds this folder. */
  static @Nullable BufferedReader stream(Path folder, String question) {
    Path file = fileIn(folder);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file));
      channel.write(ByteBuffer.wrap((question + "\n").getBytes(StandardCharsets.UTF_8)));
      channel.shutdownOutput();
      return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return null; // left behind by an agent that was killed
    }
  }

  private static Path fileIn(Path folder) {
    return folder.toAbsolutePath().normalize().resolve("agent.sock");
  }

  private static void serve(ServerSocketChannel server, Answers answers) {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        Thread.ofPlatform().daemon().name("control-client").start(() -> answer(client, answers));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        log.warn("control socket {}: {}", server, e.toString());
        return;
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked") // the person who asked is told, the agent goes on
  private static void answer(SocketChannel client, Answers answers) {
    try (client) {
      byte[] line = Channels.newInputStream(client).readNBytes(LONGEST_QUESTION);
      Writer out = new BufferedWriter(Channels.newWriter(client, StandardCharsets.UTF_8));
      answers.to(new String(line, StandardCharsets.UTF_8).strip(), out);
      out.flush();
    } catch (Exception e) {
      log.warn("somebody asked on the control socket and got no whole answer: {}", e.toString());
    }
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
      Files.deleteIfExists(file);
    }
  }
}
