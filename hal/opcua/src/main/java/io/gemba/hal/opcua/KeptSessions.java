package io.gemba.hal.opcua;

import io.gemba.hal.opcua.KeptSession.Kept;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device's {@link KeptSession} in a small file that only the agent's user may read. Written
 * twice for a connection and once at its end, never while data flows. A file that cannot be read is
 * as good as none.
 */
final class KeptSessions {
  private static final Logger LOG = LoggerFactory.getLogger(KeptSessions.class);
  private static final String VERSION = "1";
  private static final HexFormat HEX = HexFormat.of();

  private final Path file;

  KeptSessions(Path stateDirectory, String device) {
    file = stateDirectory.resolve("sessions").resolve(Folders.safe(device) + ".properties");
  }

  Optional<KeptSession> load() {
    try {
      return Files.exists(file) ? Optional.of(read()) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      // the message could hold what was read, so it is not told
      LOG.debug("{} cannot be read ({}); a new session is made", file, e.getClass().getName());
      return Optional.empty();
    }
  }

  private KeptSession read() throws IOException {
    Properties all = new Properties();
    all.load(new ByteArrayInputStream(Files.readAllBytes(file)));
    if (!VERSION.equals(all.getProperty("version"))) {
      throw new IOException("of another version");
    }
    List<Kept> subscriptions = new ArrayList<>();
    for (int i = 0; all.getProperty("subscription." + i) != null; i++) {
      String[] words = all.getProperty("subscription." + i).split(" ");
      subscriptions.add(
          new Kept(
              Unsigned.uint(Long.parseLong(words[0])),
              Duration.parse(words[1]),
              Duration.parse(words[2]),
              Long.parseLong(words[3])));
    }
    return new KeptSession(
        all.getProperty("address"),
        all.getProperty("security"),
        NodeId.parse(all.getProperty("session")),
        NodeId.parse(all.getProperty("token")),
        ByteString.of(HEX.parseHex(all.getProperty("nonce"))),
        all.getProperty("points"),
        Instant.parse(all.getProperty("saved")),
        Boolean.parseBoolean(all.getProperty("orderly")),
        subscriptions,
        Stream.of(all.getProperty("bad").split(" "))
            .filter(word -> !word.isEmpty())
            .map(Integer::valueOf)
            .collect(Collectors.toSet()));
  }

  /** Writes it in place of what was there. */
  void save(KeptSession kept) throws IOException {
    Properties all = new Properties();
    all.setProperty("version", VERSION);
    all.setProperty("address", kept.address());
    all.setProperty("security", kept.security());
    all.setProperty("session", kept.id().toParseableString());
    all.setProperty("token", kept.token().toParseableString());
    all.setProperty("nonce", HEX.formatHex(kept.nonce().bytesOrEmpty()));
    all.setProperty("points", kept.points());
    all.setProperty("saved", kept.saved().toString());
    all.setProperty("orderly", Boolean.toString(kept.orderly()));
    all.setProperty(
        "bad", kept.bad().stream().sorted().map(String::valueOf).collect(Collectors.joining(" ")));
    for (int i = 0; i < kept.subscriptions().size(); i++) {
      Kept one = kept.subscriptions().get(i);
      all.setProperty(
          "subscription." + i,
          one.id() + " " + one.interval() + " " + one.keepAlive() + " " + one.next());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    all.store(bytes, null);
    Folders.replacePrivate(file, bytes.toByteArray());
  }

  /** There is nothing to take over any more. */
  void forget() throws IOException {
    Files.deleteIfExists(file);
  }
}
