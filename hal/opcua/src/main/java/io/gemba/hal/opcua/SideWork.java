package io.gemba.hal.opcua;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable.Operation;
import io.gemba.hal.spi.Writable.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFieldList;
import org.jspecify.annotations.Nullable;

/**
 * What one session does beside reading values: alarms, methods, history, and everything that
 * commands ask for. {@link #operate} may be called from any thread, {@link #events} by the one that
 * takes publish responses, all else belongs to the run's own.
 */
final class SideWork {
  private final SideSettings settings;
  private final Connection connection;
  private final ServerFacts facts;
  private final DeviceContext context;
  private final Writer writer;
  private final AlarmWatch alarms;
  private final CallPoints methods;
  private final @Nullable Backfill backfill;

  /**
   * The side work of one run; made before its first value comes.
   *
   * @param continued whether the subscriptions for values are those of the run before
   */
  SideWork(
      SideSettings settings,
      DeviceSettings device,
      List<MonitoredPoint> values,
      Connection connection,
      ServerFacts facts,
      DeviceContext context,
      boolean continued) {
    this.settings = settings;
    this.connection = connection;
    this.facts = facts;
    this.context = context;
    this.writer = new Writer(connection, device.points(), facts);
    this.alarms = new AlarmWatch(connection, facts, context, settings.alarms());
    this.methods = new CallPoints(connection, facts);
    this.backfill =
        settings.backfill()
            ? new Backfill(
                connection,
                facts,
                context,
                values,
                settings.backfillLimit(),
                continued,
                new HoleFile(context.stateDirectory().resolve("backfill-" + device.name())))
            : null;
  }

  /** The subscriptions it needs beside those for values. */
  List<Subscription> subscribe(Duration keepAlive, LongSupplier ticker)
      throws IOException, InterruptedException {
    return settings.alarms().isEmpty() ? List.of() : List.of(alarms.subscribe(keepAlive, ticker));
  }

  /** Values flow already. */
  void begin() throws IOException, InterruptedException {
    if (!settings.alarms().isEmpty()) {
      alarms.begin();
    }
    methods.find(settings.methods(), context);
    if (backfill != null) {
      backfill.begin();
    }
  }

  /** Points that {@code select} has found; said before the first value of them comes. */
  void found(List<MonitoredPoint> points) {
    if (backfill != null) {
      backfill.found(points);
    }
  }

  /** Called now and then. */
  void tick() throws IOException, InterruptedException {
    alarms.tick();
    if (backfill != null) {
      backfill.tick();
    }
  }

  /** The run is over, and the connection still works: what only this run had must not stay. */
  void end() {
    alarms.end();
  }

  /** What a subscription of ours brought. */
  void events(EventFieldList @Nullable [] events) {
    alarms.take(events);
  }

  /** Does what a command asks for. */
  Outcome operate(String point, Operation operation) throws IOException, InterruptedException {
    return switch (operation) {
      case Operation.Write write -> writer.write(point, write.value());
      case Operation.Call call -> call(point, call.arguments());
      case Operation.Acknowledge acknowledge -> acknowledge(point, acknowledge);
    };
  }

  private Outcome call(String point, Value arguments) throws IOException, InterruptedException {
    Optional<SideSettings.Method> configured =
        settings.methods().stream().filter(one -> one.name().equals(point)).findFirst();
    if (configured.isEmpty()) {
      return refused(StatusCodes.Bad_MethodInvalid, "the point is not 'mode: method'");
    }
    if (!configured.get().writable()) {
      return refused(StatusCodes.Bad_NotExecutable, "the point is not 'writable: true'");
    }
    CallPoint method = methods.of(point);
    return method == null
        ? refused(StatusCodes.Bad_MethodInvalid, "the server has no such method")
        : method.call(arguments);
  }

  /** Acknowledge and Confirm (OPC 10000-9 §5.7.3, §5.7.4). */
  private Outcome acknowledge(String point, Operation.Acknowledge wanted)
      throws IOException, InterruptedException {
    Optional<SideSettings.Alarms> configured =
        settings.alarms().stream().filter(one -> one.name().equals(point)).findFirst();
    if (configured.isEmpty()) {
      return refused(StatusCodes.Bad_NotSupported, "the point is not 'mode: alarms'");
    }
    if (!configured.get().writable()) {
      return refused(StatusCodes.Bad_NotWritable, "the point is not 'writable: true'");
    }
    NodeId condition = condition(wanted);
    if (condition == null) {
      return refused(
          StatusCodes.Bad_NodeIdUnknown,
          "no such event was told since we connected; name its 'condition' too");
    }
    NodeId method =
        wanted.confirm()
            ? NodeIds.AcknowledgeableConditionType_Confirm
            : NodeIds.AcknowledgeableConditionType_Acknowledge;
    Variant[] arguments = {
      Variant.ofByteString(ByteString.of(wanted.event().value())),
      Variant.ofLocalizedText(new LocalizedText(null, wanted.comment()))
    };
    Calls.Called called =
        Calls.call(
            connection,
            new CallMethodRequest(condition, method, arguments),
            "acknowledging an alarm at ");
    String words = "the server says: " + Words.ofStatus(called.status());
    return new Outcome(called.status(), words, Map.<String, Value>of());
  }

  private @Nullable NodeId condition(Operation.Acknowledge wanted) {
    if (wanted.condition() == null) {
      return alarms.condition(wanted.event());
    }
    try {
      return ExpandedNodeId.parse(wanted.condition()).toNodeId(facts.namespaces()).orElse(null);
    } catch (UaRuntimeException e) {
      return null;
    }
  }

  private static Outcome refused(long status, String why) {
    return new Outcome(
        status,
        Words.ofStatus(status) + ": " + why + "; nothing was done",
        Map.<String, Value>of());
  }
}
