package io.gemba.agent.core.formula;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.config.OperatorDictionaryIfc;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.AbstractOperator;
import com.ezylang.evalex.operators.InfixOperator;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Compares what can be compared. The library compares a text with a number letter by letter, so
 * that "9" is more than 10; here a text that reads as a number is one, true is 1 and false is 0,
 * and what is larger of a word and a number is a mistake. Whether they are equal has an answer: no.
 */
@InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_COMPARISON)
class Comparison extends AbstractOperator {
  private final IntPredicate holds;
  private final boolean ordering;

  private Comparison(IntPredicate holds, boolean ordering) {
    this.holds = holds;
    this.ordering = ordering;
  }

  /** Of equality, which binds less than that of order. */
  @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_EQUALITY)
  private static final class Equality extends Comparison {
    private Equality(IntPredicate holds) {
      super(holds, false);
    }
  }

  /** The library's operators with these comparisons instead of its own. */
  static OperatorDictionaryIfc within(OperatorDictionaryIfc all) {
    MapBasedOperatorDictionary dictionary = new MapBasedOperatorDictionary();
    all.getAvailablePrefixOperatorNames()
        .forEach(name -> dictionary.addOperator(name, all.getPrefixOperator(name)));
    all.getAvailablePostfixOperatorNames()
        .forEach(name -> dictionary.addOperator(name, all.getPostfixOperator(name)));
    all.getAvailableInfixOperatorNames()
        .forEach(name -> dictionary.addOperator(name, all.getInfixOperator(name)));
    Map.<String, AbstractOperator>of(
            "<", new Comparison(order -> order < 0, true),
            "<=", new Comparison(order -> order <= 0, true),
            ">", new Comparison(order -> order > 0, true),
            ">=", new Comparison(order -> order >= 0, true),
            "=", new Equality(order -> order == 0),
            "==", new Equality(order -> order == 0),
            "!=", new Equality(order -> order != 0),
            "<>", new Equality(order -> order != 0))
        .forEach(dictionary::addOperator);
    return dictionary;
  }

  @Override
  public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands)
      throws EvaluationException {
    return EvaluationValue.booleanValue(holds.test(order(token, operands[0], operands[1])));
  }

  private int order(Token token, EvaluationValue left, EvaluationValue right)
      throws EvaluationException {
    if (left.isStringValue() && right.isStringValue()) {
      return left.getStringValue().compareTo(right.getStringValue());
    }
    Optional<BigDecimal> one = number(left);
    Optional<BigDecimal> other = number(right);
    if (one.isPresent() && other.isPresent()) {
      return one.get().compareTo(other.get());
    }
    if (ordering) {
      throw new EvaluationException(
          token,
          "'"
              + left.getStringValue()
              + "' "
              + token.getValue()
              + " '"
              + right.getStringValue()
              + "' compares a word with a number");
    }
    return left.getStringValue().compareTo(right.getStringValue());
  }

  private static Optional<BigDecimal> number(EvaluationValue value) {
    if (value.isNumberValue()) {
      return Optional.of(value.getNumberValue());
    }
    if (value.isBooleanValue()) {
      return Optional.of(value.getBooleanValue() ? BigDecimal.ONE : BigDecimal.ZERO);
    }
    return value.isStringValue() ? read(value.getStringValue().strip()) : Optional.empty();
  }

  /** Only plain decimals: a text of a huge exponent would take for ever. */
  private static Optional<BigDecimal> read(String text) {
    return text.matches("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }
}
