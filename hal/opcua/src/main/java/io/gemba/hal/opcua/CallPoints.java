package io.gemba.hal.opcua;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.jspecify.annotations.Nullable;

/**
 * Finds the methods that points stand for, with their arguments; each shows its signature as a
 * value, so that whoever calls it sees what it takes. Found by the run's thread, used by any.
 */
final class CallPoints {
  private final Connection connection;
  private final ServerFacts facts;
  private final BuiltInTypes types;
  private final Map<String, CallPoint> found = new ConcurrentHashMap<>();

  CallPoints(Connection connection, ServerFacts facts) {
    this.connection = connection;
    this.facts = facts;
    this.types = new BuiltInTypes(connection, facts.namespaces());
  }

  @Nullable CallPoint of(String point) {
    return found.get(point);
  }

  void find(List<SideSettings.Method> points, DeviceContext context)
      throws IOException, InterruptedException {
    for (SideSettings.Method point : points) {
      CallPoint method = find(point);
      if (method == null) {
        context.pointProblem(
            point.name(), "the server has no method '" + point.nodeText() + "' under that object");
        context
            .sink()
            .accept(
                Sample.bad(point.name(), StatusCodes.Bad_MethodInvalid, context.clock().instant()));
      } else {
        found.put(point.name(), method);
        context.pointProblem(point.name(), null);
        context
            .sink()
            .accept(Sample.good(point.name(), method.signature(), context.clock().instant()));
      }
    }
  }

  private @Nullable CallPoint find(SideSettings.Method point)
      throws IOException, InterruptedException {
    Optional<NodeId> method = point.method().toNodeId(facts.namespaces());
    if (method.isEmpty() || !isMethod(method.get())) {
      return null;
    }
    Optional<NodeId> object =
        point.object() == null
            ? related(method.get(), BrowseDirection.Inverse, NodeIds.HasComponent).stream()
                .findFirst()
                .map(Property::node)
            : point.object().toNodeId(facts.namespaces());
    if (object.isEmpty()) {
      return null;
    }
    List<Argument> inputs = List.of();
    List<Argument> outputs = List.of();
    for (Property property : related(method.get(), BrowseDirection.Forward, NodeIds.HasProperty)) {
      if (property.name().equals("InputArguments")) {
        inputs = arguments(property.node());
      } else if (property.name().equals("OutputArguments")) {
        outputs = arguments(property.node());
      }
    }
    return new CallPoint(connection, types, object.get(), method.get(), inputs, outputs);
  }

  private boolean isMethod(NodeId node) throws IOException, InterruptedException {
    DataValue executable =
        ServerFacts.readAttribute(connection, List.of(node), AttributeId.Executable).getFirst();
    return executable.value().value() instanceof Boolean;
  }

  private List<Argument> arguments(NodeId property) throws IOException, InterruptedException {
    DataValue value = ServerFacts.readValues(connection, List.of(property)).getFirst();
    List<Argument> arguments = new ArrayList<>();
    if (value.value().value() instanceof ExtensionObject[] encoded) {
      for (ExtensionObject one : encoded) {
        if (one.decode(connection.client().getStaticEncodingContext()) instanceof Argument found) {
          arguments.add(found);
        }
      }
    }
    return List.copyOf(arguments);
  }

  private record Property(String name, NodeId node) {}

  private List<Property> related(NodeId node, BrowseDirection direction, NodeId reference)
      throws IOException, InterruptedException {
    BrowseDescription wanted =
        new BrowseDescription(
            node,
            direction,
            reference,
            true,
            Unsigned.uint(0),
            Unsigned.uint(BrowseResultMask.BrowseName.getValue()));
    BrowseResponse response =
        connection.request(
            new BrowseRequest(
                connection.header(),
                new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, Unsigned.uint(0)),
                Unsigned.uint(20),
                new BrowseDescription[] {wanted}),
            BrowseResponse.class,
            "looking up a method at ");
    List<Property> properties = new ArrayList<>();
    if (response.getResults() == null || response.getResults().length == 0) {
      return properties;
    }
    ReferenceDescription[] references = response.getResults()[0].getReferences();
    for (ReferenceDescription one : references == null ? new ReferenceDescription[0] : references) {
      String name = one.getBrowseName() == null ? null : one.getBrowseName().name();
      one.getNodeId()
          .toNodeId(facts.namespaces())
          .ifPresent(found -> properties.add(new Property(name == null ? "" : name, found)));
    }
    return properties;
  }
}
