package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Finds the nodes of points in one session, whether they were given by id or by path. */
final class Nodes {
  private final Connection connection;
  private final ServerFacts facts;

  Nodes(Connection connection, ServerFacts facts) {
    this.connection = connection;
    this.facts = facts;
  }

  /**
   * Where a point is.
   *
   * @param node empty when it is nowhere
   * @param status why, or 0
   * @param problem the same in words
   */
  record Place(Optional<NodeId> node, long status, String problem) {}

  /** The node of one point. */
  Optional<NodeId> find(PointSettings point) throws IOException, InterruptedException {
    return Objects.requireNonNull(find(Map.of(0, point)).get(0)).node();
  }

  /** The nodes of points, by the same keys. */
  Map<Integer, Place> find(Map<Integer, PointSettings> points)
      throws IOException, InterruptedException {
    Map<Integer, Place> places = new LinkedHashMap<>();
    List<Integer> byPath = new ArrayList<>();
    List<NodePath> paths = new ArrayList<>();
    points.forEach(
        (handle, point) -> {
          NodePath path = point.finer().path();
          if (path == null) {
            places.put(handle, byId(point));
          } else {
            byPath.add(handle);
            paths.add(path);
          }
        });
    List<PathLookup.Found> found =
        new PathLookup(connection, facts).find(NodeIds.RootFolder, paths);
    for (int i = 0; i < found.size(); i++) {
      places.put(byPath.get(i), atPath(paths.get(i), found.get(i)));
    }
    return places;
  }

  private Place byId(PointSettings point) {
    Optional<NodeId> node = point.node().toNodeId(facts.namespaces());
    return node.isPresent()
        ? new Place(node, 0, "")
        : new Place(node, StatusCodes.Bad_NodeIdUnknown, noNamespace(point.nodeText()));
  }

  private Place atPath(NodePath path, PathLookup.Found found) {
    if (found.node().isPresent()) {
      return new Place(found.node(), 0, "");
    }
    String problem =
        path.in(facts.namespaces()).isEmpty()
            ? noNamespace(path.text())
            : "the path '"
                + path.text()
                + "' leads nowhere on the server: "
                + Words.ofStatus(found.status());
    return new Place(Optional.empty(), found.status(), problem);
  }

  private String noNamespace(String text) {
    return "the server has no such namespace as in '"
        + text
        + "'; it has "
        + String.join(", ", facts.namespaces().toArray());
  }
}
