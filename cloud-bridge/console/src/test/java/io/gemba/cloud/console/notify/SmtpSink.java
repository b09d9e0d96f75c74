package io.gemba.cloud.console.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** As much of a mail server (RFC 5321, STARTTLS, AUTH PLAIN) as a test needs; keeps all mails. */
final class SmtpSink implements AutoCloseable {
  final List<String> mails = new CopyOnWriteArrayList<>();
  final List<String> recipients = new CopyOnWriteArrayList<>();
  volatile String password = "";
  volatile String rcptAnswer = "250 ok";
  volatile boolean encrypted;
  private final ServerSocket server;
  private final @Nullable SSLContext tls;
  private final boolean implicit;

  /** {@code tls} offers STARTTLS, or is there from the first byte when {@code implicit}. */
  SmtpSink(@Nullable SSLContext tls, boolean implicit) throws IOException {
    this.tls = tls;
    this.implicit = implicit;
    server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        talk(socket);
      } catch (IOException e) {
        // the client has gone, or the test is over
      }
    }
  }

  private Socket secured(Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            java.util.Objects.requireNonNull(tls)
                .getSocketFactory()
                .createSocket(socket, "localhost", socket.getPort(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    encrypted = true;
    return secure;
  }

  private void talk(Socket plain) throws IOException {
    Socket socket = implicit ? secured(plain) : plain;
    BufferedReader in = reader(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    say(out, "220 sink");
    String line;
    while ((line = in.readLine()) != null) {
      String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      switch (verb) {
        case "EHLO" -> {
          say(out, "250-sink");
          if (tls != null && socket == plain) {
            say(out, "250-STARTTLS");
          }
          say(out, "250-AUTH PLAIN");
          say(out, "250 8BITMIME");
        }
        case "STARTTLS" -> {
          say(out, "220 go");
          socket = secured(socket);
          in = reader(socket.getInputStream());
          out = socket.getOutputStream();
        }
        case "AUTH" -> {
          String[] parts = line.split(" ");
          String given = new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8);
          say(out, given.endsWith("\0gemba\0" + password) ? "235 ok" : "535 no");
        }
        case "RCPT" -> {
          recipients.add(line);
          say(out, rcptAnswer);
        }
        case "DATA" -> {
          say(out, "354 go");
          StringBuilder mail = new StringBuilder();
          while (!(line = in.readLine()).equals(".")) {
            mail.append(line).append('\n');
          }
          mails.add(mail.toString());
          say(out, "250 kept");
        }
        case "QUIT" -> {
          say(out, "221 bye");
          return;
        }
        default -> say(out, "250 ok");
      }
    }
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
