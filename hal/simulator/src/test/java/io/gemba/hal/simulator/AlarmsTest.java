package io.gemba.hal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  @Test
  void aFaultIsAnAlarmUntilItIsOverAndAcknowledgedAndIsRepeatedUntilThen() throws Exception {
    try (SimulatedPlant plant = SimulatedPlant.builder().idealCycle(Duration.ofSeconds(2)).start();
        PlantClient client = PlantClient.open(plant)) {
      List<Event> events = new CopyOnWriteArrayList<>();
      OpcUaSubscription subscription = listen(client, events);

      plant.say("fault Press1 pump");
      Event raised = next(events, 0);
      assertThat(raised.type()).isEqualTo(NodeIds.OffNormalAlarmType);
      assertThat(raised.condition()).isEqualTo(client.id("Press1.FaultAlarm"));
      assertThat(raised.source()).isEqualTo("Press1");
      assertThat(raised.message()).isEqualTo("pump");
      assertThat(raised.states()).isEqualTo("active unacked retained");

      assertThat(
              call(
                  client,
                  NodeIds.ConditionType,
                  NodeIds.ConditionType_ConditionRefresh,
                  Variant.ofUInt32(subscription.getSubscriptionId().orElseThrow())))
          .isZero();
      assertThat(next(events, 1).type()).isEqualTo(NodeIds.RefreshStartEventType);
      assertThat(next(events, 2)).isEqualTo(raised);
      assertThat(next(events, 3).type()).isEqualTo(NodeIds.RefreshEndEventType);

      plant.say("resume Press1");
      Event over = next(events, 4);
      assertThat(over.message()).isEqualTo("pump is over");
      assertThat(over.states()).isEqualTo("inactive unacked retained");
      assertThat(acknowledge(client, raised)).isEqualTo(StatusCodes.Bad_EventIdUnknown);
      assertThat(acknowledge(client, over)).isZero();
      assertThat(next(events, 5).states()).isEqualTo("inactive acked");
      assertThat(acknowledge(client, next(events, 5)))
          .isEqualTo(StatusCodes.Bad_ConditionBranchAlreadyAcked);
    }
  }

  private static Event next(List<Event> events, int index) throws Exception {
    Await.until("event " + index + " after " + events, () -> events.size() > index);
    return events.get(index);
  }

  private static long acknowledge(PlantClient client, Event event) throws Exception {
    return call(
        client,
        Objects.requireNonNull(event.condition()),
        NodeIds.AcknowledgeableConditionType_Acknowledge,
        Variant.ofByteString(event.id()),
        Variant.ofLocalizedText(LocalizedText.english("seen")));
  }

  private static long call(PlantClient client, NodeId object, NodeId method, Variant... arguments)
      throws Exception {
    CallMethodRequest request = new CallMethodRequest(object, method, arguments);
    return Objects.requireNonNull(client.client.call(List.of(request)).getResults())[0]
        .getStatusCode()
        .value();
  }

  private record Event(
      ByteString id,
      NodeId type,
      @Nullable NodeId condition,
      String source,
      String message,
      String states) {
    static Event of(Variant[] fields) {
      String states = "";
      if (fields[5].value() instanceof Boolean active) {
        states =
            (active ? "active " : "inactive ")
                + (Boolean.TRUE.equals(fields[6].value()) ? "acked" : "unacked")
                + (Boolean.TRUE.equals(fields[7].value()) ? " retained" : "");
      }
      return new Event(
          (ByteString) fields[0].value(),
          (NodeId) fields[1].value(),
          fields[2].value() instanceof NodeId condition ? condition : null,
          (String) fields[3].value(),
          ((LocalizedText) fields[4].value()).text(),
          states);
    }
  }

  private static OpcUaSubscription listen(PlantClient client, List<Event> events) throws Exception {
    OpcUaSubscription subscription = new OpcUaSubscription(client.client, 50);
    subscription.create();
    SimpleAttributeOperand[] fields = {
      field(NodeIds.BaseEventType, "EventId"),
      field(NodeIds.BaseEventType, "EventType"),
      field(NodeIds.ConditionType),
      field(NodeIds.BaseEventType, "SourceName"),
      field(NodeIds.BaseEventType, "Message"),
      field(NodeIds.AlarmConditionType, "ActiveState", "Id"),
      field(NodeIds.AcknowledgeableConditionType, "AckedState", "Id"),
      field(NodeIds.ConditionType, "Retain")
    };
    OpcUaMonitoredItem item =
        OpcUaMonitoredItem.newEventItem(
            NodeIds.Server, new EventFilter(fields, new ContentFilter(null)));
    item.setQueueSize(
        Unsigned.uint(100)); // of one, which is what it is else, the newest alone comes
    item.setEventValueListener((from, values) -> events.add(Event.of(values)));
    subscription.addMonitoredItem(item);
    subscription.synchronizeMonitoredItems();
    return subscription;
  }

  private static SimpleAttributeOperand field(NodeId type, String... path) {
    return new SimpleAttributeOperand(
        type,
        Stream.of(path).map(name -> new QualifiedName(0, name)).toArray(QualifiedName[]::new),
        path.length == 0 ? AttributeId.NodeId.uid() : AttributeId.Value.uid(),
        null);
  }
}
