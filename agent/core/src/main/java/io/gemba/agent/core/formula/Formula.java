package io.gemba.agent.core.formula;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.parser.ParseException;
import io.gemba.hal.spi.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An expression over points, which stand in square brackets: {@code [press1/speed] > 5 &&
 * [press1/alarm] == 0}. It knows numbers, text and truth, the operators {@code + - * / % ( ) < <= >
 * >= == != && || !} and a few functions. One thread at a time.
 */
public final class Formula {
  private static final Pattern POINT = Pattern.compile("\\[([^\\[\\]]*)]");

  /** Powers and huge exponents make numbers of millions of digits, which take for ever. */
  private static final Pattern ENDLESS = Pattern.compile("\\^|\\d[eE]\\+?\\d{4,}");

  private static final Pattern LITERAL = Pattern.compile("\"[^\"]*\"");

  /** Long enough for any rule, short enough to be read by a person. */
  private static final int LONGEST = 1000;

  private final String text;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Expression expression;

  private Formula(String text) throws FormulaException {
    this.text = text;
    Matcher matcher = POINT.matcher(text);
    StringBuilder plain = new StringBuilder();
    while (matcher.find()) {
      String point = matcher.group(1).strip();
      matcher.appendReplacement(
          plain, variables.computeIfAbsent(point, p -> "point" + (variables.size() + 1)));
    }
    matcher.appendTail(plain);
    this.expression = new Expression(plain.toString(), Operations.CONFIGURATION);
  }

  /**
   * Reads a formula and checks everything that can be checked without values.
   *
   * @throws FormulaException it is no formula, or uses words that are no points
   */
  public static Formula parse(String text) throws FormulaException {
    if (text.length() > LONGEST) {
      throw new FormulaException("a formula of more than " + LONGEST + " characters");
    }
    if (ENDLESS.matcher(LITERAL.matcher(text).replaceAll("")).find()) {
      throw new FormulaException("powers and exponents of four digits are not allowed");
    }
    Formula formula = new Formula(text);
    try {
      formula.expression.validate();
      for (String used : formula.expression.getUsedVariables()) {
        if (!formula.variables.containsValue(used)) {
          throw new FormulaException(
              "'" + used + "' means nothing here; points stand in brackets: [device/point]");
        }
      }
    } catch (ParseException e) {
      throw new FormulaException(formula.named(String.valueOf(e.getMessage())));
    }
    return formula;
  }

  /** The points it reads, each once, as they were written. */
  public Set<String> points() {
    return Set.copyOf(variables.keySet());
  }

  /**
   * Whether it holds.
   *
   * @param values the newest good value of a point, or null when there is none
   * @throws FormulaException a value is missing, or the values do not fit the operators
   */
  public boolean holds(Function<String, @Nullable Value> values) throws FormulaException {
    EvaluationValue result = evaluate(values);
    if (!result.isBooleanValue() && !result.isNumberValue()) {
      throw new FormulaException("'" + text + "' is neither true nor false");
    }
    return Boolean.TRUE.equals(result.getBooleanValue());
  }

  /**
   * What it comes to.
   *
   * @param values the newest good value of a point, or null when there is none
   * @throws FormulaException a value is missing, or the values do not fit the operators
   */
  public Value value(Function<String, @Nullable Value> values) throws FormulaException {
    EvaluationValue result = evaluate(values);
    if (result.isBooleanValue()) {
      return Value.of(Boolean.TRUE.equals(result.getBooleanValue()));
    }
    if (result.isNumberValue()) {
      BigDecimal number = result.getNumberValue();
      boolean whole = number.scale() <= 0 && number.precision() - number.scale() < 19;
      return whole ? Value.of(number.longValueExact()) : Value.of(number.doubleValue());
    }
    return Value.of(String.valueOf(result.getStringValue()));
  }

  private EvaluationValue evaluate(Function<String, @Nullable Value> values)
      throws FormulaException {
    for (Map.Entry<String, String> entry : variables.entrySet()) {
      Object plain = plain(values.apply(entry.getKey()));
      if (plain == null) {
        throw new FormulaException(entry.getKey() + " has no value to reckon with");
      }
      expression.with(entry.getValue(), plain);
    }
    try {
      return expression.evaluate();
    } catch (EvaluationException | ParseException | ArithmeticException e) {
      throw new FormulaException(named(String.valueOf(e.getMessage())));
    }
  }

  private static @Nullable Object plain(@Nullable Value value) {
    return switch (value) {
      case Value.Bool(boolean truth) -> truth;
      case Value.Int(long number) -> BigDecimal.valueOf(number);
      case Value.UInt(long bits) -> new BigDecimal(Long.toUnsignedString(bits));
      case Value.Real(double number) -> Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
      case Value.Real32(float number) ->
          Float.isFinite(number) ? new BigDecimal(Float.toString(number)) : null;
      case Value.Text(String words) -> words;
      case null, default -> null;
    };
  }

  /** A message of the library with the points' own names in it. */
  private String named(String message) {
    String words = message;
    List<Map.Entry<String, String>> all = new ArrayList<>(variables.entrySet());
    for (Map.Entry<String, String> entry : all.reversed()) {
      words = words.replace(entry.getValue(), "[" + entry.getKey() + "]");
    }
    return words;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Formula formula && formula.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
