package io.gemba.hal.simulator.opcua;

import io.gemba.hal.simulator.model.MouldingLine;
import io.gemba.hal.simulator.model.Signal;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.jspecify.annotations.Nullable;

/** Lays out Objects/Plant: lines with their presses, the load tags, the control methods. */
final class AddressSpaceBuilder {

  private static final String UNECE = "http://www.opcfoundation.org/UA/units/un/cefact";

  private final PlantNamespace namespace;
  private final UaFolderNode plant;

  AddressSpaceBuilder(PlantNamespace namespace) {
    this.namespace = namespace;
    this.plant = namespace.folder(null, "Plant", "Plant");
  }

  void addPress(MouldingLine press) {
    String machine = press.settings().machine();
    String lineName = lineName(press.settings().line());
    UaFolderNode line = namespace.folder(plant, "Plant." + lineName, lineName);
    UaFolderNode folder = namespace.folder(line, machine, machine);
    UaFolderNode lamp = namespace.folder(folder, machine + ".Lamp", "Lamp");
    for (Signal signal : Signal.values()) {
      boolean isLamp = signal.label().startsWith("Lamp.");
      addSignal(isLamp ? lamp : folder, machine, signal);
    }
  }

  private void addSignal(UaFolderNode folder, String machine, Signal signal) {
    boolean hasUnit = !signal.unit().isEmpty();
    PointNode node =
        namespace.variable(
            folder,
            machine + "." + signal.label(),
            signal.label().substring(signal.label().lastIndexOf('.') + 1),
            typeOf(signal.type()),
            hasUnit ? NodeIds.AnalogUnitType : NodeIds.BaseDataVariableType);
    if (hasUnit) {
      node.setEngineeringUnits(unit(signal.unit()));
    }
    if (signal == Signal.SETPOINT) {
      node.setAccessLevel(AccessLevel.toValue(AccessLevel.READ_WRITE));
      node.setUserAccessLevel(AccessLevel.toValue(AccessLevel.READ_WRITE));
      node.getFilterChain().addLast(new SetpointWriter(namespace.desk(), machine));
    }
    node.keepHistory();
  }

  void addLoad(LoadTags load) {
    String[] ids = load.ids();
    if (ids.length == 0) {
      return;
    }
    UaFolderNode folder = namespace.folder(plant, "Load", "Load");
    for (int i = 0; i < ids.length; i++) {
      NodeId type =
          switch (i % 10) {
            case 9 -> NodeIds.Boolean;
            case 7, 8 -> NodeIds.Int32;
            default -> NodeIds.Double;
          };
      String name = ids[i].substring("Load.".length());
      namespace.variable(folder, ids[i], name, type, NodeIds.BaseDataVariableType);
    }
  }

  void addMethods(List<String> words) {
    UaFolderNode control = namespace.folder(plant, "Control", "Control");
    for (String word : words) {
      UaMethodNode method =
          UaMethodNode.builder(namespace.getNodeContext())
              .setNodeId(namespace.idOf("Control." + word))
              .setBrowseName(new QualifiedName(namespace.getNamespaceIndex(), word))
              .setDisplayName(new LocalizedText(word))
              .build();
      WordMethod handler = new WordMethod(method, word, namespace.desk());
      method.setInputArguments(handler.getInputArguments());
      method.setOutputArguments(handler.getOutputArguments());
      method.setInvocationHandler(handler);
      namespace.getNodeManager().addNode(method);
      method.addReference(
          new Reference(
              method.getNodeId(), NodeIds.HasComponent, control.getNodeId().expanded(), false));
    }
  }

  /** {@code molding/l3} is shown as Line3, any other name as it is. */
  private static String lineName(String line) {
    String last = line.substring(line.lastIndexOf('/') + 1);
    return last.matches("l\\d+") ? "Line" + last.substring(1) : last;
  }

  private static NodeId typeOf(Signal.Type type) {
    return switch (type) {
      case INT32 -> NodeIds.Int32;
      case UINT32 -> NodeIds.UInt32;
      case DOUBLE -> NodeIds.Double;
      case BOOLEAN -> NodeIds.Boolean;
      case STRING -> NodeIds.String;
    };
  }

  /** The unit's number is its code's letters in one integer (OPC 10000-8 §5.6.3). */
  private static EUInformation unit(String code) {
    int id = code.chars().reduce(0, (sum, letter) -> sum << 8 | letter);
    String shown =
        switch (code) {
          case "CEL" -> "°C";
          case "RPM" -> "r/min";
          case "SEC" -> "s";
          case "KWH" -> "kW·h";
          default -> code;
        };
    return new EUInformation(UNECE, id, new LocalizedText(shown), new LocalizedText(code));
  }

  private record SetpointWriter(Desk desk, String machine) implements AttributeFilter {
    @Override
    public void writeAttribute(
        AttributeFilterContext context, AttributeId attribute, @Nullable Object value)
        throws UaException {
      if (attribute != AttributeId.Value) {
        AttributeFilter.super.writeAttribute(context, attribute, value);
        return;
      }
      DataValue written = (DataValue) Objects.requireNonNull(value);
      try {
        desk.setpoint(machine, (Double) Objects.requireNonNull(written.value().value()));
      } catch (IllegalArgumentException e) {
        throw new UaException(StatusCodes.Bad_OutOfRange, e.getMessage(), e);
      }
    }
  }
}
