package io.gemba.hal.opcua;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Names for points that have only a browse path: {@code Press 1/Oil temp} is {@code
 * Press-1.Oil-temp}. Nodes that would get the same name, or that of a configured point, all have a
 * piece of their node id's hash behind it, so that a name never comes to mean another node because
 * of what else is there.
 */
final class PointNamer {
  private static final int LONGEST = 90;
  private static final int HASH_BYTES = 4;

  private PointNamer() {}

  /**
   * A node and what its path makes of its name.
   *
   * @param node the node id, with the namespace's URI where it has one
   */
  record Named(String node, String base) {}

  /** The name that a path asks for. */
  static String base(String prefix, List<String> path) {
    String name =
        path.stream()
            .map(PointNamer::legal)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("."));
    String whole = prefix + name;
    String brief = whole.length() <= LONGEST ? whole : whole.substring(whole.length() - LONGEST);
    String base = legal(brief);
    return base.isEmpty() ? "point" : base;
  }

  private static String legal(String text) {
    String clean = text.replaceAll("[/+#~\\s\\p{Cntrl}\\p{Cs}\"',;]+", "-");
    int from = 0;
    while (from < clean.length() && !Character.isLetterOrDigit(clean.codePointAt(from))) {
      from++;
    }
    int to = clean.length();
    while (to > from && clean.charAt(to - 1) == '-') {
      to--;
    }
    return clean.substring(from, to);
  }

  /**
   * The final names, in the order of the nodes.
   *
   * @param taken the names of configured points
   * @param collided is given the names that several wanted
   */
  static List<String> names(List<Named> nodes, Set<String> taken, Set<String> collided) {
    Map<String, Integer> wanted = new HashMap<>();
    nodes.forEach(one -> wanted.merge(one.base(), 1, Integer::sum));
    Set<String> several = new TreeSet<>();
    wanted.forEach(
        (name, times) -> {
          if (times > 1 || taken.contains(name)) {
            several.add(name);
          }
        });
    collided.addAll(several);
    List<String> names = new ArrayList<>();
    for (Named one : nodes) {
      names.add(several.contains(one.base()) ? one.base() + "~" + hash(one.node()) : one.base());
    }
    return names;
  }

  private static String hash(String node) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(node.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java knows SHA-256", e);
    }
  }
}
