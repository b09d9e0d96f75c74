package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import io.gemba.hal.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads single values and lists of texts, and makes the values of keys that were left out. */
final class Values {
  /** The name of keys whose file holds a secret. */
  private static final String PASSWORD_FILE = "password-file";

  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

  private final Path folder;
  private final Problems problems;

  /**
   * Reads values of one file.
   *
   * @param folder where relative files start from
   */
  Values(Path folder, Problems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** The value of a scalar, or null when a problem was added. */
  @Nullable Object scalar(ConfigKey key, Node node, Place at) {
    checkTag(node);
    try {
      if (!(node instanceof ScalarNode scalar)) {
        throw new Complaint("'" + key.name() + "' must be one value", "write " + example(key));
      }
      if (YamlNodes.isNull(node)) {
        throw new Complaint(
            "'" + key.name() + "' has no value", "write " + example(key) + ", or remove the key");
      }
      Object value = Scalars.convert(key, scalar.getValue());
      return key.kind() == Kind.FILE ? file(key, scalar.getValue()) : value;
    } catch (Complaint complaint) {
      problems.add(at, complaint);
      return null;
    }
  }

  /** The texts of a list, those that are wrong left out and reported. */
  List<String> texts(ConfigKey key, Node node, Located here) {
    List<String> texts = new ArrayList<>();
    if (!(node instanceof SequenceNode list)) {
      problems.add(
          here.at(),
          "'" + key.name() + "' must be a list of texts",
          "put them in brackets: [a, b]");
      return texts;
    }
    checkTag(node);
    for (Node item : list.getValue()) {
      ConfigKey text = ConfigKey.of(key.name(), Kind.TEXT, key.doc());
      Object value = scalar(text, item, Place.of(item));
      if (value != null) {
        here.inside().put(Integer.toString(texts.size()), new Located(Place.of(item)));
        texts.add(value.toString());
      }
    }
    return texts;
  }

  /** The value of a key that was left out, or null when it has none. */
  @Nullable Object defaultOf(ConfigKey key) {
    if (key.kind() == Kind.SECTION) {
      return sectionDefaults(key);
    }
    String text = key.defaultText();
    if (text == null) {
      return null;
    }
    try {
      if (key.kind() == Kind.TEXTS) {
        return List.of(text);
      }
      return key.kind() == Kind.FILE ? file(key, text) : Scalars.convert(key, text);
    } catch (Complaint complaint) {
      throw new IllegalStateException("default of " + key.name() + ": " + complaint.message());
    }
  }

  /**
   * A section that was left out still has the defaults in it, unless it cannot be without input.
   */
  private @Nullable Settings sectionDefaults(ConfigKey section) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (ConfigKey key : section.keys()) {
      if (key.required()) {
        return null;
      }
      Object value = defaultOf(key);
      if (value != null) {
        values.put(key.name(), value);
      }
    }
    return values.isEmpty() ? null : new Settings(values);
  }

  void checkTag(Node node) {
    if (!PLAIN_TAGS.contains(node.getTag())) {
      problems.add(
          Place.of(node),
          "types such as " + quote(node.getTag().getValue()) + " are not used here",
          "remove the word that begins with '!', or put the text in quotes");
    }
  }

  private Path file(ConfigKey key, String text) throws Complaint {
    try {
      Path file = folder.resolve(text).normalize();
      if (key.name().equals(PASSWORD_FILE)) {
        checkSecret(file);
      }
      return file;
    } catch (InvalidPathException e) {
      throw new Complaint(quote(text) + " cannot be a file", "write the name of a file");
    }
  }

  /**
   * Looks at the file from outside only; its content is the business of whoever logs in with it.
   */
  private static void checkSecret(Path file) throws Complaint {
    if (!Files.isRegularFile(file)) {
      throw new Complaint(
          "there is no password file " + file,
          "write the password into that file, then run: chmod 600 " + file);
    }
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      if (rights.contains(PosixFilePermission.OTHERS_READ)
          || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new Complaint(
            "everybody on this machine can read or change the password in " + file,
            "run: chmod o-rwx " + file);
      }
    } catch (UnsupportedOperationException e) {
      // Not a POSIX file system: its rights say nothing we could judge.
      return;
    } catch (IOException e) {
      throw new Complaint(
          "the rights of the password file " + file + " cannot be read", "check its folder");
    }
  }

  private static String example(ConfigKey key) {
    return switch (key.kind()) {
      case CHOICE -> "one of " + String.join(", ", key.choices());
      case FLAG -> "true or false";
      case DURATION -> "a duration such as 5s";
      case SIZE -> "a size such as 512MiB";
      case RATE -> "a rate such as 20000/s";
      case PERCENT -> "a percentage such as 50%";
      case INTEGER, DECIMAL -> "a number";
      case FILE -> "the name of a file";
      default -> "a text";
    };
  }
}
