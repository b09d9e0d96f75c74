package io.gemba.hal.simulator.opcua;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.milo.opcua.sdk.server.EventNotifier;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.model.objects.OffNormalAlarmTypeNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/**
 * One condition of a press, an OffNormalAlarm (OPC 10000-9 §5.8.22): active while the press has a
 * fault, kept until it is over and somebody has acknowledged it. Every change is an event. Safe for
 * any thread.
 */
final class PressAlarm {
  private static final int SEVERITY = 800;

  private final EventNotifier notifier;
  private final OffNormalAlarmTypeNode node;
  private boolean active;
  private boolean acked = true;
  private boolean confirmed = true;
  private String cause = "";

  PressAlarm(OpcUaServer server, NodeId condition, NodeId press, String machine)
      throws UaException {
    notifier = server.getEventNotifier();
    node =
        (OffNormalAlarmTypeNode)
            server.getEventFactory().createEvent(condition, NodeIds.OffNormalAlarmType);
    node.setBrowseName(new QualifiedName(condition.getNamespaceIndex(), "FaultAlarm"));
    node.setDisplayName(LocalizedText.english("FaultAlarm"));
    node.setEventType(NodeIds.OffNormalAlarmType);
    node.setSourceNode(press);
    node.setSourceName(machine);
    node.setConditionName("fault");
    node.setBranchId(NodeId.NULL_VALUE);
    node.setConditionClassId(NodeIds.ProcessConditionClassType);
    node.setConditionClassName(LocalizedText.english("ProcessConditionClassType"));
    node.setQuality(StatusCode.GOOD);
    node.setLastSeverity(Unsigned.ushort(SEVERITY));
    node.setSeverity(Unsigned.ushort(SEVERITY));
    node.setEnabledState(LocalizedText.english("Enabled"));
    node.getEnabledStateNode().setId(true);
    node.setSuppressedOrShelved(false);
    node.setComment(LocalizedText.NULL_VALUE);
    node.setClientUserId("");
  }

  NodeId condition() {
    return node.getNodeId();
  }

  /** The press has a fault, or none any more. */
  synchronized void set(boolean fault, String because, DateTime now) {
    if (fault == active) {
      return;
    }
    active = fault;
    if (fault) {
      acked = false;
      confirmed = false;
      cause = because.isEmpty() ? "fault" : because;
      node.setComment(LocalizedText.NULL_VALUE);
      node.setClientUserId("");
    }
    tell(now);
  }

  /** What is still to be dealt with is told once more, as it was. */
  synchronized void repeat() {
    if (active || !acked) {
      notifier.fire(node);
    }
  }

  /**
   * Somebody has seen it.
   *
   * @throws UaException it is not about the newest event, or done already
   */
  synchronized void acknowledge(ByteString event, LocalizedText comment, DateTime now)
      throws UaException {
    requireNewest(event);
    if (acked) {
      throw new UaException(StatusCodes.Bad_ConditionBranchAlreadyAcked);
    }
    acked = true;
    node.setComment(comment);
    tell(now);
  }

  /**
   * Somebody has seen to it.
   *
   * @throws UaException it is not about the newest event, or done already
   */
  synchronized void confirm(ByteString event, LocalizedText comment, DateTime now)
      throws UaException {
    requireNewest(event);
    if (confirmed) {
      throw new UaException(StatusCodes.Bad_ConditionBranchAlreadyConfirmed);
    }
    confirmed = true;
    node.setComment(comment);
    tell(now);
  }

  private void requireNewest(ByteString event) throws UaException {
    if (event == null || !event.equals(node.getEventId())) {
      throw new UaException(StatusCodes.Bad_EventIdUnknown);
    }
  }

  private void tell(DateTime now) {
    byte[] id = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    node.setEventId(ByteString.of(id));
    node.setTime(now);
    node.setReceiveTime(now);
    node.setMessage(LocalizedText.english(active ? cause : cause + " is over"));
    node.setRetain(active || !acked);
    node.setActiveState(LocalizedText.english(active ? "Active" : "Inactive"));
    node.getActiveStateNode().setId(active);
    node.setAckedState(LocalizedText.english(acked ? "Acknowledged" : "Unacknowledged"));
    node.getAckedStateNode().setId(acked);
    node.setConfirmedState(LocalizedText.english(confirmed ? "Confirmed" : "Unconfirmed"));
    node.getConfirmedStateNode().setId(confirmed);
    notifier.fire(node);
  }
}
