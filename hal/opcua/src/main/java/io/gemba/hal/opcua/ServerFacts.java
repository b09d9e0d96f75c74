package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * What a session must know of its server, read anew in every session because a restart may change
 * it.
 *
 * @param namespaces the server's namespace array
 * @param limits how much it can take
 * @param profile what is known of its kind
 */
record ServerFacts(NamespaceTable namespaces, Limits limits, Profile profile) {
  private static final List<NodeId> PRODUCT =
      List.of(
          NodeIds.Server_ServerStatus_BuildInfo_ProductUri,
          NodeIds.Server_ServerStatus_BuildInfo_ProductName,
          NodeIds.Server_ServerStatus_BuildInfo_ManufacturerName,
          NodeIds.Server_ServerArray);

  /** How many monitored items one call may make. */
  int itemsPerCall() {
    return limits.itemsPerCall();
  }

  /** How many nodes one call may read. */
  int nodesPerRead() {
    return limits.nodesPerRead();
  }

  /** How many nodes one call may browse. */
  int nodesPerBrowse() {
    return limits.nodesPerBrowse();
  }

  /** How many browse paths one call may look up. */
  int pathsPerCall() {
    return limits.pathsPerCall();
  }

  static ServerFacts read(Connection connection) throws IOException, InterruptedException {
    return read(connection, Profile.AUTO);
  }

  /** What it says, and what is known of it under this {@code profile}. */
  static ServerFacts read(Connection connection, String profile)
      throws IOException, InterruptedException {
    List<NodeId> nodes = new ArrayList<>(List.of(NodeIds.Server_NamespaceArray));
    nodes.addAll(PRODUCT);
    nodes.addAll(Limits.NODES);
    List<DataValue> values = readCautiously(connection, nodes);
    NamespaceTable table = new NamespaceTable();
    if (values.getFirst().value().value() instanceof String[] uris) {
      for (int i = 1; i < uris.length; i++) {
        table.add(uris[i]);
      }
    }
    int from = 1 + PRODUCT.size();
    Profile known = Profile.of(profile, texts(values.subList(1, from)));
    return new ServerFacts(table, Limits.of(values.subList(from, values.size()), known), known);
  }

  /** How much one call may read is not known yet: a server that refuses is asked one by one. */
  private static List<DataValue> readCautiously(Connection connection, List<NodeId> nodes)
      throws IOException, InterruptedException {
    try {
      return readValues(connection, nodes);
    } catch (IOException e) {
      if (!Monitoring.isTooMuch(e)) {
        throw e;
      }
    }
    List<DataValue> values = new ArrayList<>();
    for (NodeId node : nodes) {
      values.addAll(readValues(connection, List.of(node)));
    }
    return values;
  }

  private static List<String> texts(List<DataValue> values) {
    List<String> texts = new ArrayList<>();
    for (DataValue value : values) {
      switch (value.value().value()) {
        case String text -> texts.add(text);
        case String[] several -> Stream.of(several).limit(1).forEach(texts::add); // itself
        case null, default -> {} // not every server says
      }
    }
    return texts;
  }

  /** The values of these nodes, in their order, in one call. */
  static List<DataValue> readValues(Connection connection, List<NodeId> nodes)
      throws IOException, InterruptedException {
    return readAttribute(connection, nodes, AttributeId.Value);
  }

  static List<DataValue> readAttribute(
      Connection connection, List<NodeId> nodes, AttributeId attribute)
      throws IOException, InterruptedException {
    ReadValueId[] wanted =
        nodes.stream()
            .map(node -> new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE))
            .toArray(ReadValueId[]::new);
    ReadRequest request =
        new ReadRequest(connection.header(), 0.0, TimestampsToReturn.Both, wanted);
    ReadResponse response = connection.request(request, ReadResponse.class, "reading from ");
    DataValue[] results = response.getResults();
    if (results == null || results.length != wanted.length) {
      throw new IOException(
          connection.endpoint() + " answered another number of values than it was asked for");
    }
    return Stream.of(results).toList();
  }
}
