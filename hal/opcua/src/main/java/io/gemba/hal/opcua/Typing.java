package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Tells every point how its values are to be read, before the first one comes: by the data types of
 * the server. Used by the run's thread.
 */
final class Typing {
  private final Connection connection;
  private final ServerFacts facts;
  private final List<MonitoredPoint> points;
  private final Readings readings;
  private final DataTypes types;
  private final Values named;
  private final Values numbered;

  Typing(Connection connection, ServerFacts facts, List<MonitoredPoint> points, Readings readings) {
    this.connection = connection;
    this.facts = facts;
    this.points = points;
    this.readings = readings;
    this.types = new DataTypes(connection, facts);
    var context = connection.client().getStaticEncodingContext();
    this.named = new StructureReader(types, context, facts.namespaces(), true).values();
    this.numbered = new StructureReader(types, context, facts.namespaces(), false).values();
  }

  /** Prepares these points; one whose type cannot be found out is read without. */
  void prepare(Map<Integer, NodeId> nodes) throws IOException, InterruptedException {
    List<Integer> handles = List.copyOf(nodes.keySet());
    Map<Integer, NodeId> declared = new HashMap<>();
    for (int from = 0; from < handles.size(); from += facts.nodesPerRead()) {
      List<Integer> some =
          handles.subList(from, Math.min(handles.size(), from + facts.nodesPerRead()));
      List<NodeId> asked = new ArrayList<>();
      some.forEach(handle -> asked.add(nodes.get(handle)));
      List<DataValue> read = ServerFacts.readAttribute(connection, asked, AttributeId.DataType);
      for (int i = 0; i < some.size(); i++) {
        if (read.get(i).value().value() instanceof NodeId type && !DataTypes.isPlain(type)) {
          declared.put(some.get(i), type);
        }
      }
    }
    Set<NodeId> unknown = new LinkedHashSet<>(declared.values());
    types.learn(unknown);
    for (int handle : handles) {
      tell(points.get(handle), declared.get(handle));
    }
  }

  private void tell(MonitoredPoint point, @Nullable NodeId type) {
    boolean names = point.settings().finer().enumNames();
    readings.readBy(
        point, names ? named : numbered, names && type != null ? types.enumeration(type) : null);
  }

  /** Looks up the types of structures that came and were not known. */
  void catchUp() throws IOException, InterruptedException {
    types.learnUnknown();
  }
}
