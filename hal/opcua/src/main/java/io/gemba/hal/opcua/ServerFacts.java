package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * What a session must know of its server, read anew in every session because a restart may change
 * it.
 *
 * @param namespaces the server's namespace array
 * @param itemsPerCall how many monitored items one call may make
 * @param nodesPerRead how many nodes one call may read
 */
record ServerFacts(NamespaceTable namespaces, int itemsPerCall, int nodesPerRead) {
  /** Enough for speed, little enough for a PLC that tells no limit. */
  private static final int UNLIMITED = 1_000;

  static ServerFacts read(Connection connection) throws IOException, InterruptedException {
    List<DataValue> values =
        readValues(
            connection,
            List.of(
                NodeIds.Server_NamespaceArray,
                NodeIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall,
                NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead));
    NamespaceTable table = new NamespaceTable();
    if (values.get(0).value().value() instanceof String[] uris) {
      for (int i = 1; i < uris.length; i++) {
        table.add(uris[i]);
      }
    }
    return new ServerFacts(table, limit(values.get(1)), limit(values.get(2)));
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

  private static int limit(DataValue value) {
    return value.value().value() instanceof UInteger limit && limit.longValue() > 0
        ? (int) Math.min(UNLIMITED, limit.longValue())
        : UNLIMITED;
  }
}
