package io.gemba.cloud.console.config;

import io.gemba.cloud.console.notify.NotifyConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the console's YAML file and reports all its mistakes at once. */
public final class ConfigReader {
  private static final int MAX_FILE_BYTES = 1 << 20;

  private final Path file;
  private final Path folder;
  private final Problems problems;

  private ConfigReader(Path file) {
    this.file = file;
    Path parent = file.toAbsolutePath().getParent();
    this.folder = parent == null ? Path.of("/") : parent;
    this.problems = new Problems(file.toString());
  }

  /** The configuration in the file, or every problem with it. Touches no broker. */
  public static ConsoleConfig read(Path file) throws ConfigException {
    ConfigReader reader = new ConfigReader(file);
    Section root = reader.compose();
    ConsoleConfig config = reader.config(root);
    reader.notify(root);
    reader.problems.throwIfAny();
    return config;
  }

  /** Who is told of trouble, and how; nobody when the file says nothing of it. */
  public static NotifyConfig readNotify(Path file) throws ConfigException {
    ConfigReader reader = new ConfigReader(file);
    NotifyConfig config = reader.notify(reader.compose());
    reader.problems.throwIfAny();
    return config;
  }

  private NotifyConfig notify(Section root) {
    return root.section("notify")
        .map(s -> new NotifyReader(s, folder).read())
        .orElse(NotifyConfig.NONE);
  }

  private Section compose() throws ConfigException {
    Optional<Node> root = Optional.empty();
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
      root = new Compose(settings).composeString(text());
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
      int column = e.getProblemMark().map(m -> m.getColumn() + 1).orElse(1);
      problems.at(line, column, "not YAML: " + e.getProblem(), "check indentation and quotes here");
    } catch (YamlEngineException e) {
      problems.at(1, 1, "not YAML: " + e.getMessage(), "save the file as UTF-8 text");
    }
    problems.throwIfAny();
    if (root.isEmpty()) {
      problems.at(1, 1, "the file is empty", "start with `console:` and `brokers:`");
    }
    problems.throwIfAny();
    return new Section(root.orElseThrow(), problems)
        .allow(Set.of("console", "brokers", "database", "retention", "notify"));
  }

  private String text() throws ConfigException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new IOException("it is larger than 1 MiB");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          List.of(file + ":1:1: there is no such file — check the path after --config"));
    } catch (IOException e) {
      throw new ConfigException(
          List.of(
              file
                  + ":1:1: cannot be read: "
                  + e.getMessage()
                  + " — check its owner and encoding"));
    }
  }

  private ConsoleConfig config(Section root) {
    Section console = root.section("console").orElseGet(() -> new Section(root.node(), problems));
    boolean written = root.value("console").isPresent();
    if (written) {
      Set<String> known = new HashSet<>(AccessReader.KEYS);
      known.addAll(Set.of("listen", "directory", "keep", "allow-unauthenticated"));
      console.allow(known);
    }
    boolean open = written && flag(console, "allow-unauthenticated");
    Listen listen = listen(written ? console.text("listen") : Optional.empty(), console);
    Path directory =
        folder
            .resolve(
                (written ? console.text("directory") : Optional.<String>empty())
                    .orElse("console-data"))
            .normalize();
    StorageConfig storage = new StorageReader(root, folder).read(written ? console : null);
    return new ConsoleConfig(
        listen.host(),
        listen.port(),
        directory,
        storage,
        open,
        brokers(root, storage.database() != null),
        written ? new AccessReader(console, folder).read() : Access.DEFAULT);
  }

  private static boolean flag(Section section, String key) {
    String text = section.text(key).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      section.wrong(key, "`" + text + "` is neither true nor false", "write `" + key + ": true`");
    }
    return text.equals("true");
  }

  private static Listen listen(Optional<String> text, Section console) {
    String written = text.orElse(ConsoleConfig.DEFAULT_LISTEN);
    Optional<Listen> listen = Listen.parse(written);
    if (listen.isEmpty()) {
      console.wrong(
          "listen", "`" + written + "` is no address", "write HOST:PORT: `127.0.0.1:8080`");
      return new Listen("127.0.0.1", 0);
    }
    return listen.get();
  }

  private List<BrokerConfig> brokers(Section root, boolean fleet) {
    List<BrokerConfig> brokers = new ArrayList<>();
    Optional<Section> section = root.section("brokers");
    if (section.isEmpty() || section.get().names().isEmpty()) {
      problems.at(
          root.node(),
          "no broker to listen to",
          "write `brokers: { hq: { url: \"mqtt://127.0.0.1:1883\" } }`");
      return brokers;
    }
    for (String name : section.get().names()) {
      Optional<Section> broker = section.get().section(name);
      if (broker.isEmpty()) {
        section.get().wrong(name, "broker `" + name + "` has no settings", "write its `url:`");
      } else {
        new BrokerReader(name, broker.get(), folder, fleet).read().ifPresent(brokers::add);
      }
    }
    return brokers;
  }
}
