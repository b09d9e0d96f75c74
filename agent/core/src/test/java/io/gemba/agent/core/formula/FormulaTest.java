package io.gemba.agent.core.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.Value;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
  private final Map<String, Value> values =
      new HashMap<>(
          Map.of(
              "press1/speed", Value.of(12.5),
              "press1/alarm", Value.of(0),
              "press1/auto", Value.of(true),
              "press-2/mode", Value.of("AUTO")));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          [press1/speed] > 5 && [press1/alarm] == 0      ; true
          [press1/speed] > 12.5                          ; false
          [press1/auto]                                  ; true
          ![press1/auto] || [press1/alarm] != 0          ; false
          [press-2/mode] == "AUTO"                       ; true
          STR_STARTS_WITH([press-2/mode], "MAN")         ; false
          MIN([press1/speed], 3) == 3                    ; true
          [press1/speed] + 0.1 == 12.6                   ; true
          """)
  void holdsOrNot(String text, boolean expected) throws FormulaException {
    assertThat(Formula.parse(text).holds(values::get)).isEqualTo(expected);
  }

  @Test
  void comesToANumberATextOrATruth() throws FormulaException {
    assertThat(Formula.parse("[press1/speed] * 2").value(values::get)).isEqualTo(Value.of(25));
    assertThat(Formula.parse("[press1/speed] / 2").value(values::get)).isEqualTo(Value.of(6.25));
    assertThat(Formula.parse("[press-2/mode]").value(values::get)).isEqualTo(Value.of("AUTO"));
    assertThat(Formula.parse("[press1/auto]").value(values::get)).isEqualTo(Value.of(true));
  }

  @Test
  void keepsAllBitsOfALargeCounter() throws FormulaException {
    values.put("meter/total", new Value.UInt(-1L));
    assertThat(Formula.parse("[meter/total] == 18446744073709551615").holds(values::get)).isTrue();
  }

  @Test
  void namesThePointThatHasNoValue() {
    assertThatThrownBy(() -> Formula.parse("[press1/temp] > 1").holds(values::get))
        .hasMessageContaining("press1/temp");
    values.put("press1/temp", Value.of(Double.NaN));
    assertThatThrownBy(() -> Formula.parse("[press1/temp] > 1").holds(values::get))
        .hasMessageContaining("press1/temp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[press1/speed] >",
        "speed > 5",
        "[press1/speed] > 5 &&",
        "FACT(100000000) > 1",
        "RANDOM() > 0.5",
        "DT_NOW() > 5",
        "STR_MATCHES([press-2/mode], \"(a+)+$\")",
        "[press1/speed].x > 1",
        "9 ^ 9 ^ 9 ^ 9 > 1",
        "1e999999999 % 7 > 1",
        "ROUND(1.5, 999999999) > 1"
      })
  void refusesWhatIsNoFormulaOrMightNeverEnd(String text) {
    assertThatThrownBy(() -> Formula.parse(text)).isInstanceOf(FormulaException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[press-2/mode] * 2 > 1", "[press1/speed] / [press1/alarm] > 1"})
  void saysWhenValuesDoNotFit(String text) throws FormulaException {
    Formula formula = Formula.parse(text);
    assertThatThrownBy(() -> formula.holds(values::get)).isInstanceOf(FormulaException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          [press1/text] > 10                  ; false
          [press1/text] < 10                  ; true
          [press1/text] == 9                  ; true
          [press1/text] != 9.0                ; false
          [press1/auto] == 1                  ; true
          [press1/auto] == 0                  ; false
          [press-2/mode] == 5                 ; false
          [press-2/mode] != 5                 ; true
          [press-2/mode] < "B"                ; true
          1 + 1 == 2 && 3 > 2 == true         ; true
          """)
  void aTextThatReadsAsANumberIsComparedAsOne(String text, boolean expected)
      throws FormulaException {
    values.put("press1/text", Value.of("9"));
    assertThat(Formula.parse(text).holds(values::get)).isEqualTo(expected);
  }

  @Test
  void aWordIsNeitherMoreNorLessThanANumber() throws FormulaException {
    Formula formula = Formula.parse("[press-2/mode] > 5");
    assertThatThrownBy(() -> formula.holds(values::get))
        .hasMessageContaining("compares a word with a number");
  }
}
