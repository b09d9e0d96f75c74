package io.gemba.hal.opcua;

import io.gemba.hal.opcua.References.Below;
import io.gemba.hal.spi.Discoverable.Node;
import io.gemba.hal.spi.Discoverable.Scope;
import io.gemba.hal.spi.Discoverable.Visitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.jspecify.annotations.Nullable;

/**
 * Walks through an address space, depth first, a handful of siblings at a time; remembers nothing
 * but which nodes it has met, so that loops end, and asks nothing about branches that nobody wants.
 * Used by one thread.
 */
final class TreeWalk {
  /** A server that makes nodes as one looks at them must not walk us into the ground. */
  private static final int DEEPEST = 50;

  private static final int MOST_AT_ONCE = 100;

  private final ServerFacts facts;
  private final Scope scope;
  private final Visitor visitor;
  private final Wanted wanted;
  private final References references;
  private final NodeDetails details;
  private final Set<NodeId> met = new HashSet<>();
  private int atOnce = 1;

  TreeWalk(Connection connection, ServerFacts facts, RunEnd end, Scope scope, Visitor visitor) {
    this(connection, facts, end, scope, visitor, Wanted.EVERYTHING);
  }

  TreeWalk(
      Connection connection,
      ServerFacts facts,
      RunEnd end,
      Scope scope,
      Visitor visitor,
      Wanted wanted) {
    this.facts = facts;
    this.scope = scope;
    this.visitor = visitor;
    this.wanted = wanted;
    this.references = new References(connection, facts.namespaces(), end, visitor::problem);
    this.details = new NodeDetails(connection, facts, scope.values());
  }

  /**
   * What of it is worth a question.
   *
   * @param point whether a variable on this path is a point
   * @param below whether points may lie below this path
   */
  record Wanted(Predicate<List<String>> point, Predicate<List<String>> below) {
    static final Wanted EVERYTHING = new Wanted(path -> true, path -> true);
  }

  /** Everything below a node, not the node itself. */
  void from(NodeId start) throws IOException, InterruptedException {
    atOnce = Math.min(Math.min(MOST_AT_ONCE, facts.nodesPerRead()), facts.nodesPerBrowse());
    met.add(start);
    descend(List.of(), references.below(List.of(start)).getFirst(), false);
  }

  /**
   * One level.
   *
   * @param ofVariable whether these hang on a variable: its properties describe it, and are no
   *     points
   */
  private void descend(List<String> path, List<Below> level, boolean ofVariable)
      throws IOException, InterruptedException {
    List<Sibling> siblings = new ArrayList<>();
    for (Below below : level) {
      if (!ofVariable || !below.isProperty()) {
        siblings.add(new Sibling(below, isNew(below, path)));
      }
    }
    for (int from = 0; from < siblings.size(); from += atOnce) {
      some(path, siblings.subList(from, Math.min(siblings.size(), from + atOnce)));
    }
  }

  /** A node is met where somebody wants it or what lies below; elsewhere it is only passed by. */
  private boolean isNew(Below below, List<String> path) {
    List<String> itsPath = new ArrayList<>(path);
    itsPath.add(below.name());
    boolean concerned = wanted.point().test(itsPath) || wanted.below().test(itsPath);
    return concerned && met.add(below.node());
  }

  /**
   * A node of one level.
   *
   * @param isNew whether it was not met before on another way
   */
  record Sibling(Below what, boolean isNew) {
    NodeId node() {
      return what.node();
    }

    boolean isVariable() {
      return what.kind() == NodeClass.Variable;
    }

    private boolean isMethod() {
      return what.kind() == NodeClass.Method;
    }

    private boolean isServer() {
      return node().equals(NodeIds.Server);
    }

    private boolean isOpen() {
      return isNew && !isServer() && !isMethod();
    }
  }

  private void some(List<String> path, List<Sibling> some)
      throws IOException, InterruptedException {
    List<Sibling> open = some.stream().filter(one -> isOpen(one, path)).toList();
    List<List<Below>> found = references.below(open.stream().map(Sibling::node).toList());
    Map<Sibling, List<Below>> below = new LinkedHashMap<>();
    Map<Sibling, List<Below>> points = new LinkedHashMap<>();
    for (int i = 0; i < open.size(); i++) {
      below.put(open.get(i), found.get(i));
      if (wanted.point().test(pathOf(open.get(i), path))) {
        points.put(open.get(i), found.get(i));
      }
    }
    Map<Sibling, NodeDetails.Of> described = details.read(points);
    for (Sibling one : some) {
      List<String> itsPath = pathOf(one, path);
      visitor.node(node(one, itsPath, described.get(one)));
      List<Below> next = below.getOrDefault(one, List.of());
      if (!next.isEmpty() && wanted.below().test(itsPath)) {
        deeper(itsPath, next, one.isVariable());
      }
    }
  }

  private boolean isOpen(Sibling one, List<String> path) {
    List<String> itsPath = pathOf(one, path);
    return one.isOpen() && (wanted.below().test(itsPath) || wanted.point().test(itsPath));
  }

  private static List<String> pathOf(Sibling one, List<String> path) {
    List<String> itsPath = new ArrayList<>(path);
    itsPath.add(one.what().name());
    return itsPath;
  }

  private void deeper(List<String> path, List<Below> next, boolean ofVariable)
      throws IOException, InterruptedException {
    if (scope.depth() > 0 && path.size() >= scope.depth()) {
      return;
    }
    if (path.size() >= DEEPEST) {
      visitor.problem("more than " + DEEPEST + " levels: left out below " + String.join("/", path));
      return;
    }
    descend(path, next, ofVariable);
  }

  private Node node(Sibling one, List<String> path, NodeDetails.@Nullable Of described) {
    Map<String, String> point = new LinkedHashMap<>();
    Map<String, String> told = new LinkedHashMap<>();
    String id = NodeWords.of(one.node(), facts.namespaces());
    told.put("node", id);
    if (described != null) {
      point.put("node", id);
      described.addTo(point, told);
    } else if (!one.isNew()) {
      told.put("note", "(shown elsewhere)");
    } else if (one.isServer()) {
      told.put("note", "(the server about itself: --under i=2253 shows it)");
    } else if (one.isMethod()) {
      told.put("note", "(method)");
    }
    return new Node(path, point, told);
  }
}
