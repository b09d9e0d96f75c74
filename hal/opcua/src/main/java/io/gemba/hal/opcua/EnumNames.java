package io.gemba.hal.opcua;

import io.gemba.hal.spi.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumField;

/**
 * What the numbers of an enumeration are called (OPC 10000-3 §8.50).
 *
 * @param names by number
 */
record EnumNames(Map<Long, String> names) {
  EnumNames {
    names = Map.copyOf(names);
  }

  static EnumNames of(EnumDefinition definition) {
    Map<Long, String> names = new HashMap<>();
    EnumField[] fields = definition.getFields();
    for (EnumField field : fields == null ? new EnumField[0] : fields) {
      if (field.getName() != null) {
        names.put(field.getValue(), field.getName());
      }
    }
    return new EnumNames(names);
  }

  /**
   * The number with its name beside it; numbers without one, and what is no number, as they are.
   */
  Value name(Value value) {
    return switch (value) {
      case Value.Int number -> named(value, number.value());
      case Value.UInt number -> named(value, number.bits());
      case Value.Items items -> new Value.Items(items.values().stream().map(this::name).toList());
      default -> value;
    };
  }

  private Value named(Value value, long number) {
    String name = names.get(number);
    if (name == null) {
      return value;
    }
    Map<String, Value> both = new LinkedHashMap<>();
    both.put("value", value);
    both.put("name", new Value.Text(name));
    return new Value.Fields(both);
  }

  static EnumNames of(List<String> texts) {
    Map<Long, String> names = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      names.put((long) i, texts.get(i));
    }
    return new EnumNames(names);
  }
}
