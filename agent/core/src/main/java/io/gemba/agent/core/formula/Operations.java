package io.gemba.agent.core.formula;

import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.functions.FunctionIfc;
import java.math.MathContext;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a formula may do: reckon, compare, look at text. What could run long (factorials, rounding
 * to any number of digits, regular expressions), read the clock or give another answer every time
 * is not there.
 */
final class Operations {
  private static final Set<String> ALLOWED =
      Set.of(
          "ABS",
          "AVERAGE",
          "CEILING",
          "COALESCE",
          "FLOOR",
          "IF",
          "MAX",
          "MIN",
          "NOT",
          "SQRT",
          "STR_CONTAINS",
          "STR_ENDS_WITH",
          "STR_LENGTH",
          "STR_LOWER",
          "STR_STARTS_WITH",
          "STR_UPPER",
          "SUM",
          "SWITCH");

  static final ExpressionConfiguration CONFIGURATION = configuration();

  private Operations() {}

  private static ExpressionConfiguration configuration() {
    ExpressionConfiguration all = ExpressionConfiguration.defaultConfiguration();
    Map<String, FunctionIfc> functions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : ALLOWED) {
      if (all.getFunctionDictionary().hasFunction(name)) {
        functions.put(name, all.getFunctionDictionary().getFunction(name));
      }
    }
    return ExpressionConfiguration.builder()
        .operatorDictionary(Comparison.within(all.getOperatorDictionary()))
        .functionDictionary(MapBasedFunctionDictionary.ofFunctions(entries(functions)))
        .mathContext(MathContext.DECIMAL128)
        .implicitMultiplicationAllowed(false)
        .arraysAllowed(false)
        .structuresAllowed(false)
        .build();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map.Entry<String, FunctionIfc>[] entries(Map<String, FunctionIfc> functions) {
    return functions.entrySet().toArray(new Map.Entry[0]);
  }
}
