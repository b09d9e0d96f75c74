package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathTarget;
import org.eclipse.milo.opcua.stack.core.types.structured.TranslateBrowsePathsToNodeIdsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.TranslateBrowsePathsToNodeIdsResponse;

/**
 * Finds nodes by their browse paths (TranslateBrowsePathsToNodeIds, OPC 10000-4 §5.9.4), as many in
 * a call as the server takes.
 */
final class PathLookup {
  private final Connection connection;
  private final ServerFacts facts;

  PathLookup(Connection connection, ServerFacts facts) {
    this.connection = connection;
    this.facts = facts;
  }

  /**
   * Where a path leads.
   *
   * @param node empty when it leads nowhere
   * @param status why, or 0
   */
  record Found(Optional<NodeId> node, long status) {}

  /** Where the paths lead from a node. */
  List<Found> find(NodeId start, List<NodePath> paths) throws IOException, InterruptedException {
    List<Found> found = new ArrayList<>();
    for (int from = 0; from < paths.size(); from += facts.pathsPerCall()) {
      int to = Math.min(paths.size(), from + facts.pathsPerCall());
      found.addAll(some(start, paths.subList(from, to)));
    }
    return found;
  }

  private List<Found> some(NodeId start, List<NodePath> paths)
      throws IOException, InterruptedException {
    List<BrowsePath> wanted = new ArrayList<>();
    paths.forEach(
        path ->
            path.in(facts.namespaces())
                .ifPresent(relative -> wanted.add(new BrowsePath(start, relative))));
    BrowsePathResult[] results = wanted.isEmpty() ? new BrowsePathResult[0] : translate(wanted);
    List<Found> found = new ArrayList<>();
    int next = 0;
    for (NodePath path : paths) {
      boolean known = path.in(facts.namespaces()).isPresent();
      found.add(
          known
              ? found(results[next++])
              : new Found(Optional.empty(), StatusCodes.Bad_BrowseNameInvalid));
    }
    return found;
  }

  private BrowsePathResult[] translate(List<BrowsePath> wanted)
      throws IOException, InterruptedException {
    TranslateBrowsePathsToNodeIdsResponse response =
        connection.request(
            new TranslateBrowsePathsToNodeIdsRequest(
                connection.header(), wanted.toArray(new BrowsePath[0])),
            TranslateBrowsePathsToNodeIdsResponse.class,
            "looking up browse paths at ");
    BrowsePathResult[] results = response.getResults();
    if (results == null || results.length != wanted.size()) {
      throw new IOException(connection.endpoint() + " answered another number of paths");
    }
    return results;
  }

  private Found found(BrowsePathResult result) {
    BrowsePathTarget[] targets = result.getTargets();
    if (result.getStatusCode().isBad() || targets == null) {
      return new Found(
          Optional.empty(),
          result.getStatusCode().isBad()
              ? result.getStatusCode().value()
              : StatusCodes.Bad_NoMatch);
    }
    for (BrowsePathTarget target : targets) {
      // any other index means that the path goes on, on another server
      boolean whole = target.getRemainingPathIndex().longValue() == UInteger.MAX_VALUE;
      Optional<NodeId> node = target.getTargetId().toNodeId(facts.namespaces());
      if (whole && node.isPresent()) {
        return new Found(node, 0);
      }
    }
    return new Found(Optional.empty(), StatusCodes.Bad_NoMatch);
  }
}
