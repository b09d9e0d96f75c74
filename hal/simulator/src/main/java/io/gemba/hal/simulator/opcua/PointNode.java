package io.gemba.hal.simulator.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/** A variable whose value is its point's. Made plain because there may be 100,000 of them. */
final class PointNode extends UaVariableNode {

  private final Point point;

  PointNode(
      UaNodeContext context, Point point, NodeId nodeId, QualifiedName browseName, NodeId type) {
    super(
        context,
        nodeId,
        browseName,
        new LocalizedText(browseName.name()),
        LocalizedText.NULL_VALUE,
        uint(0),
        uint(0),
        point.shown(),
        type,
        -1,
        null,
        AccessLevel.toValue(AccessLevel.READ_ONLY),
        AccessLevel.toValue(AccessLevel.READ_ONLY),
        0.0,
        false);
    this.point = point;
  }

  /** What the server shows of it is remembered and may be read back. */
  void keepHistory() {
    point.remember();
    setHistorizing(true);
    setAccessLevel(withHistory(getAccessLevel()));
    setUserAccessLevel(withHistory(getUserAccessLevel()));
  }

  private static UByte withHistory(UByte access) {
    return Unsigned.ubyte(access.intValue() | AccessLevel.HistoryRead.getValue());
  }

  @Override
  public Object getAttribute(AttributeId attributeId) {
    return attributeId == AttributeId.Value ? point.shown() : super.getAttribute(attributeId);
  }
}
