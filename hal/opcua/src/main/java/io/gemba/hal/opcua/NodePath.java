package io.gemba.hal.opcua;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.jspecify.annotations.Nullable;

/**
 * A way through the address space by browse names, as people write it (OPC 10000-4 Annex A.2):
 * {@code /Objects/2:Press1/2:OilTemp}, or with {@code nsu=URI;Name} instead of {@code 2:Name}. A
 * {@code &} before a character takes it as it is.
 *
 * @param text as written
 */
record NodePath(String text, List<Step> steps) {
  private static final Pattern NUMBERED = Pattern.compile("(\\d{1,5}):");
  private static final Pattern NAMED = Pattern.compile("nsu=([^;]*);");

  /** One name on the way; the namespace's URI goes before its number. */
  record Step(@Nullable String uri, int namespace, String name) {}

  /**
   * Reads what somebody wrote.
   *
   * @throws IllegalArgumentException what is wrong with it, for people
   */
  static NodePath parse(String text) {
    String rest = text.strip();
    if (!rest.startsWith("/")) {
      throw new IllegalArgumentException(
          "must begin with '/', such as /Objects/2:Press1/2:OilTemp");
    }
    List<Step> steps = new ArrayList<>();
    while (!rest.isEmpty()) {
      rest = rest.substring(1);
      Matcher named = NAMED.matcher(rest);
      Matcher numbered = NUMBERED.matcher(rest);
      String uri = named.lookingAt() ? named.group(1) : null;
      int number = uri == null && numbered.lookingAt() ? Integer.parseInt(numbered.group(1)) : 0;
      int from = uri != null ? named.end() : numbered.lookingAt() ? numbered.end() : 0;
      int end = end(rest, from);
      String name = rest.substring(from, end).replaceAll("&(.)", "$1");
      if (name.isEmpty() || number > UShort.MAX_VALUE) {
        throw new IllegalArgumentException(
            "has a part without a name; write it like /Objects/2:Press1/2:OilTemp");
      }
      steps.add(new Step(uri, number, name));
      rest = rest.substring(end);
    }
    return new NodePath(text, List.copyOf(steps));
  }

  private static int end(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != '/') {
      i += text.charAt(i) == '&' && i + 1 < text.length() ? 2 : 1;
    }
    return i;
  }

  /** The path in a session, or empty when the server has no such namespace. */
  Optional<RelativePath> in(NamespaceTable namespaces) {
    List<RelativePathElement> elements = new ArrayList<>();
    for (Step step : steps) {
      UShort index =
          step.uri() == null ? UShort.valueOf(step.namespace()) : namespaces.getIndex(step.uri());
      if (index == null) {
        return Optional.empty();
      }
      elements.add(
          new RelativePathElement(
              NodeIds.HierarchicalReferences, false, true, new QualifiedName(index, step.name())));
    }
    return Optional.of(new RelativePath(elements.toArray(new RelativePathElement[0])));
  }
}
