package io.gemba.hal.simulator.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import io.gemba.hal.simulator.model.MouldingLine;
import io.gemba.hal.simulator.model.PackMlState;
import io.gemba.hal.simulator.model.Plant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.model.objects.BaseEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.model.objects.ConditionType;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.util.NonceUtil;

/** The alarms of all presses, one each; told by the server object (i=2253). */
final class PlantAlarms {
  private final OpcUaServer server;
  private final Map<NodeId, PressAlarm> alarms = new LinkedHashMap<>();
  private final Map<MouldingLine, PressAlarm> byPress = new LinkedHashMap<>();

  PlantAlarms(OpcUaServer server, PlantNamespace namespace, Plant plant) throws UaException {
    this.server = server;
    for (MouldingLine press : plant.lines()) {
      String machine = press.settings().machine();
      PressAlarm alarm =
          new PressAlarm(
              server, namespace.idOf(machine + ".FaultAlarm"), namespace.idOf(machine), machine);
      alarms.put(alarm.condition(), alarm);
      byPress.put(press, alarm);
    }
    server
        .getAddressSpaceManager()
        .getManagedNode(NodeIds.ConditionType_ConditionRefresh)
        .map(UaMethodNode.class::cast)
        .ifPresent(node -> node.setInvocationHandler(new Refresh(node)));
  }

  /** Raises and ends what has changed; the plant's thread. */
  void look(DateTime now) {
    byPress.forEach(
        (press, alarm) -> {
          PackMlState state = press.state();
          boolean fault = state == PackMlState.ABORTING || state == PackMlState.ABORTED;
          alarm.set(fault, press.openInterval().cause(), now);
        });
  }

  /** Whether a call is one for the alarms and not for a method of the plant. */
  boolean isConcernedBy(CallMethodRequest call) {
    return alarms.containsKey(call.getObjectId());
  }

  /**
   * Acknowledge and Confirm (OPC 10000-9 §5.7.3, §5.7.4); any thread.
   *
   * @throws UaException why not
   */
  void call(CallMethodRequest call) throws UaException {
    PressAlarm alarm = alarms.get(call.getObjectId());
    Variant[] arguments = call.getInputArguments();
    if (alarm == null || arguments == null || arguments.length != 2) {
      throw new UaException(StatusCodes.Bad_ArgumentsMissing);
    }
    if (!(arguments[0].value() instanceof ByteString event)
        || !(arguments[1].value() instanceof LocalizedText comment)) {
      throw new UaException(StatusCodes.Bad_TypeMismatch);
    }
    if (NodeIds.AcknowledgeableConditionType_Acknowledge.equals(call.getMethodId())) {
      alarm.acknowledge(event, comment, DateTime.now());
    } else if (NodeIds.AcknowledgeableConditionType_Confirm.equals(call.getMethodId())) {
      alarm.confirm(event, comment, DateTime.now());
    } else {
      throw new UaException(StatusCodes.Bad_MethodInvalid);
    }
  }

  /** Repeats what is still to be dealt with, which the library's own does not. */
  private final class Refresh extends ConditionType.ConditionRefreshMethod {
    Refresh(UaMethodNode node) {
      super(node);
    }

    @Override
    protected void invoke(InvocationContext context, UInteger subscription) throws UaException {
      boolean known =
          context
              .getSession()
              .map(one -> one.getSubscriptionManager().getSubscription(subscription) != null)
              .orElse(false);
      if (!known) {
        throw new UaException(StatusCodes.Bad_SubscriptionIdInvalid);
      }
      mark(NodeIds.RefreshStartEventType, "RefreshStart");
      alarms.values().forEach(PressAlarm::repeat);
      mark(NodeIds.RefreshEndEventType, "RefreshEnd");
    }

    private void mark(NodeId type, String name) throws UaException {
      BaseEventTypeNode event =
          server.getEventFactory().createEvent(new NodeId(1, UUID.randomUUID()), type);
      event.setEventId(NonceUtil.generateNonce(16));
      event.setEventType(type);
      event.setSourceNode(NodeIds.Server);
      event.setSourceName("Server");
      event.setTime(DateTime.now());
      event.setReceiveTime(DateTime.now());
      event.setMessage(LocalizedText.english(name));
      event.setSeverity(ushort(1));
      server.getEventNotifier().fire(event);
      event.delete();
    }
  }
}
