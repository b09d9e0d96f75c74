package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;

/**
 * Asks what lies below nodes (Browse and BrowseNext, OPC 10000-4 §5.9), within the server's limits:
 * every answer is read to its end at once, because servers keep few continuation points.
 */
final class References {
  private static final UInteger PAGE = Unsigned.uint(1_000);
  private static final UInteger ALL_CLASSES = Unsigned.uint(0);
  private static final UInteger RESULTS =
      Unsigned.uint(
          BrowseResultMask.ReferenceTypeId.getValue()
              | BrowseResultMask.NodeClass.getValue()
              | BrowseResultMask.BrowseName.getValue()
              | BrowseResultMask.DisplayName.getValue());

  /**
   * What is kept of a reference: a folder may hold a hundred thousand, and a gateway has little
   * memory.
   *
   * @param isProperty whether it only describes the node above
   * @param isUnit whether it is the engineering unit of the node above
   */
  record Below(NodeId node, String name, NodeClass kind, boolean isProperty, boolean isUnit) {}

  private final Connection connection;
  private final NamespaceTable namespaces;
  private final RunEnd end;
  private final Consumer<String> problems;

  References(
      Connection connection, NamespaceTable namespaces, RunEnd end, Consumer<String> problems) {
    this.connection = connection;
    this.namespaces = namespaces;
    this.end = end;
    this.problems = problems;
  }

  /** What lies below each of the nodes, which are no more than one call may ask for. */
  List<List<Below>> below(List<NodeId> nodes) throws IOException, InterruptedException {
    List<List<Below>> below = new ArrayList<>();
    if (nodes.isEmpty()) {
      return below;
    }
    try {
      BrowseResult[] results = browse(nodes);
      for (int i = 0; i < results.length; i++) {
        below.add(wholeOf(results[i], nodes.get(i), nodes.size() > 1));
      }
      return below;
    } catch (IOException e) {
      return oneByOne(nodes, e);
    }
  }

  /** Some servers refuse, or are broken by, one node among many. */
  private List<List<Below>> oneByOne(List<NodeId> nodes, IOException failure)
      throws IOException, InterruptedException {
    if (end.isTold()) {
      throw failure;
    }
    List<List<Below>> below = new ArrayList<>();
    for (NodeId node : nodes) {
      below.add(nodes.size() == 1 ? skipped(node, failure) : below(List.of(node)).getFirst());
    }
    return below;
  }

  private List<Below> skipped(NodeId node, IOException failure) {
    problems.accept("below " + node.toParseableString() + ": " + failure.getMessage());
    return List.of();
  }

  private BrowseResult[] browse(List<NodeId> nodes) throws IOException, InterruptedException {
    BrowseDescription[] wanted =
        nodes.stream()
            .map(
                node ->
                    new BrowseDescription(
                        node,
                        BrowseDirection.Forward,
                        NodeIds.HierarchicalReferences,
                        true,
                        ALL_CLASSES,
                        RESULTS))
            .toArray(BrowseDescription[]::new);
    ViewDescription everything =
        new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, Unsigned.uint(0));
    BrowseResponse response =
        connection.request(
            new BrowseRequest(connection.header(), everything, PAGE, wanted),
            BrowseResponse.class,
            "browsing ");
    return counted(response.getResults(), wanted.length);
  }

  private List<Below> wholeOf(BrowseResult first, NodeId node, boolean amongOthers)
      throws IOException, InterruptedException {
    List<Below> all = new ArrayList<>();
    BrowseResult page = first;
    while (true) {
      long code = page.getStatusCode().value();
      if (code == StatusCodes.Bad_NoContinuationPoints && amongOthers) {
        return below(List.of(node)).getFirst();
      }
      if (page.getStatusCode().isBad()) {
        problems.accept("below " + node.toParseableString() + ": " + Words.ofStatus(code));
        return all;
      }
      if (page.getReferences() != null) {
        for (ReferenceDescription reference : page.getReferences()) {
          briefly(reference).ifPresent(all::add);
        }
      }
      ByteString more = page.getContinuationPoint();
      if (more == null || more.isNullOrEmpty()) {
        return all;
      }
      page = next(more);
    }
  }

  private BrowseResult next(ByteString more) throws IOException, InterruptedException {
    BrowseNextResponse response =
        connection.request(
            new BrowseNextRequest(connection.header(), false, new ByteString[] {more}),
            BrowseNextResponse.class,
            "browsing ");
    return counted(response.getResults(), 1)[0];
  }

  private BrowseResult[] counted(BrowseResult[] results, int wanted) throws IOException {
    if (results == null || results.length != wanted) {
      throw new IOException(
          connection.endpoint() + " answered another number of nodes than it was asked for");
    }
    return results;
  }

  /** Empty for types and for what is on another server. */
  private Optional<Below> briefly(ReferenceDescription reference) {
    NodeClass kind = reference.getNodeClass();
    boolean wanted =
        switch (kind) {
          case Object, Variable, Method, View -> reference.getNodeId().isLocal();
          default -> false;
        };
    return wanted
        ? reference
            .getNodeId()
            .toNodeId(namespaces)
            .map(
                node ->
                    new Below(
                        node,
                        name(reference, node),
                        kind,
                        NodeIds.HasProperty.equals(reference.getReferenceTypeId()),
                        "EngineeringUnits".equals(reference.getBrowseName().name())))
        : Optional.empty();
  }

  private static String name(ReferenceDescription reference, NodeId node) {
    // Not the display name: that one changes with the language, and points are named by this.
    String name = reference.getBrowseName().name();
    LocalizedText display = reference.getDisplayName();
    String shown = name == null || name.isBlank() ? display == null ? null : display.text() : name;
    return shown == null || shown.isBlank() ? node.toParseableString() : shown;
  }
}
