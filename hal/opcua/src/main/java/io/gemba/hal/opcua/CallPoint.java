package io.gemba.hal.opcua;

import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.jspecify.annotations.Nullable;

/**
 * A method of the server as this session knows it: called with exactly the arguments it declares,
 * or not at all. Safe for use from any thread.
 */
record CallPoint(
    Connection connection,
    BuiltInTypes types,
    NodeId object,
    NodeId method,
    List<Argument> inputs,
    List<Argument> outputs) {

  /** What the method takes and gives, for people: the value of its point. */
  Value signature() throws IOException, InterruptedException {
    Map<String, Value> shown = new LinkedHashMap<>();
    shown.put("in", words(inputs));
    shown.put("out", words(outputs));
    return new Value.Fields(shown);
  }

  private Value words(List<Argument> arguments) throws IOException, InterruptedException {
    Map<String, Value> shown = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      OpcUaDataType type = types.of(argument.getDataType());
      shown.put(
          name(argument),
          Value.of(type == null ? "any" : BuiltInTypes.words(type, argument.getValueRank())));
    }
    return new Value.Fields(shown);
  }

  /**
   * Calls it.
   *
   * @throws IOException when nobody can say whether it was executed
   */
  Outcome call(Value arguments) throws IOException, InterruptedException {
    List<Value> given = new ArrayList<>();
    String wrong = inOrder(arguments, given);
    if (wrong != null) {
      return refused(StatusCodes.Bad_InvalidArgument, wrong);
    }
    Variant[] fitting = new Variant[inputs.size()];
    for (int i = 0; i < fitting.length; i++) {
      Argument argument = inputs.get(i);
      OpcUaDataType type = types.of(argument.getDataType());
      if (type == null) {
        return refused(
            StatusCodes.Bad_NotSupported, "the type of '" + name(argument) + "' cannot be written");
      }
      Coercion.Result fit = BuiltInTypes.fit(type, argument.getValueRank(), given.get(i));
      if (fit.value() == null) {
        String wanted = BuiltInTypes.words(type, argument.getValueRank());
        return refused(fit.status(), "'" + name(argument) + "' must be " + wanted);
      }
      fitting[i] = Variant.of(fit.value());
    }
    Calls.Called called =
        Calls.call(
            connection, new CallMethodRequest(object, method, fitting), "calling a method at ");
    return new Outcome(called.status(), words(called), outputs(called));
  }

  /** The arguments in the method's order; what is wrong with them, or null. */
  private @Nullable String inOrder(Value arguments, List<Value> ordered) {
    if (arguments instanceof Value.Items items) {
      ordered.addAll(items.values());
      return items.values().size() == inputs.size()
          ? null
          : "it takes " + inputs.size() + " arguments: " + names(inputs);
    }
    if (!(arguments instanceof Value.Fields fields)) {
      return "arguments come as a list or by name";
    }
    for (Argument argument : inputs) {
      Value value = fields.values().get(name(argument));
      if (value == null) {
        return "'" + name(argument) + "' is missing; it takes " + names(inputs);
      }
      ordered.add(value);
    }
    return fields.values().size() == inputs.size() ? null : "it takes only " + names(inputs);
  }

  private String words(Calls.Called called) {
    StringBuilder words = new StringBuilder("the server says: " + Words.ofStatus(called.status()));
    for (int i = 0; i < Math.min(inputs.size(), called.argumentStatuses().size()); i++) {
      long status = called.argumentStatuses().get(i);
      if (status >>> 31 != 0) {
        words.append("; '" + name(inputs.get(i)) + "': " + Words.ofStatus(status));
      }
    }
    return words.toString();
  }

  private Map<String, Value> outputs(Calls.Called called) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < called.outputs().size(); i++) {
      String name = i < outputs.size() ? name(outputs.get(i)) : "output" + i;
      values.put(name, Values.of(called.outputs().get(i)));
    }
    return values;
  }

  private static String name(Argument argument) {
    return argument.getName() == null ? "" : argument.getName();
  }

  private static String names(List<Argument> arguments) {
    return arguments.isEmpty()
        ? "none"
        : String.join(", ", arguments.stream().map(CallPoint::name).toList());
  }

  private static Outcome refused(long status, String why) {
    return new Outcome(
        status, Words.ofStatus(status) + ": " + why + "; nothing was called", Map.of());
  }
}
