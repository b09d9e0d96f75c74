package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;

/** What a percent of a variable's range is (EURange, OPC 10000-8 §5.3.2.3). */
final class Ranges {
  private static final NodePath RANGE = NodePath.parse("/EURange");

  private Ranges() {}

  /** A point's deadband in its own unit; empty when that cannot be known. */
  static OptionalDouble absolute(
      Connection connection, ServerFacts facts, NodeId node, PointSettings point)
      throws IOException, InterruptedException {
    if (!point.percent() || point.deadband() == 0) {
      return OptionalDouble.of(point.deadband());
    }
    PathLookup.Found found =
        new PathLookup(connection, facts).find(node, List.of(RANGE)).getFirst();
    if (found.node().isEmpty()) {
      return OptionalDouble.empty();
    }
    Object read =
        ServerFacts.readValues(connection, List.of(found.node().get())).getFirst().value().value();
    try {
      if (read instanceof ExtensionObject encoded
          && encoded.decode(connection.client().getStaticEncodingContext()) instanceof Range range
          && range.getHigh() > range.getLow()) {
        return OptionalDouble.of((range.getHigh() - range.getLow()) * point.deadband() / 100);
      }
    } catch (UaSerializationException e) {
      return OptionalDouble.empty(); // a range that cannot be read is as good as none
    }
    return OptionalDouble.empty();
  }
}
