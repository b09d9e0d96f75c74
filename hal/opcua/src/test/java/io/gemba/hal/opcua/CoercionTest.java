package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Value;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.Test;

class CoercionTest {

  @Test
  void takesWhatFitsExactly() {
    assertThat(coerced(OpcUaDataType.Int16, Value.of(-5))).isEqualTo((short) -5);
    assertThat(coerced(OpcUaDataType.UInt16, Value.of(5.0))).isEqualTo(Unsigned.ushort(5));
    assertThat(coerced(OpcUaDataType.UInt64, new Value.UInt(-1L))).isEqualTo(ULong.MAX);
    assertThat(coerced(OpcUaDataType.Double, Value.of(7))).isEqualTo(7.0);
    assertThat(coerced(OpcUaDataType.Float, Value.of(61.4))).isEqualTo(61.4f);
    assertThat(coerced(OpcUaDataType.String, Value.of("on"))).isEqualTo("on");
    assertThat(coerced(OpcUaDataType.Int32, new Value.Items(List.of(Value.of(1), Value.of(2)))))
        .isEqualTo(new Integer[] {1, 2});
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThat(refused(OpcUaDataType.Int16, Value.of(70_000)))
        .isEqualTo(StatusCodes.Bad_OutOfRange);
    assertThat(refused(OpcUaDataType.UInt32, Value.of(-1))).isEqualTo(StatusCodes.Bad_OutOfRange);
    assertThat(refused(OpcUaDataType.Int64, new Value.UInt(-1L)))
        .isEqualTo(StatusCodes.Bad_OutOfRange);
    assertThat(refused(OpcUaDataType.Float, Value.of(1e300))).isEqualTo(StatusCodes.Bad_OutOfRange);
    assertThat(refused(OpcUaDataType.Double, Value.of(Long.MAX_VALUE)))
        .as("a whole number whose last digits a Double cannot hold")
        .isEqualTo(StatusCodes.Bad_OutOfRange);
  }

  @Test
  void refusesWhatIsOfAnotherType() {
    assertThat(refused(OpcUaDataType.Int32, Value.of(5.5))).isEqualTo(StatusCodes.Bad_TypeMismatch);
    assertThat(refused(OpcUaDataType.Boolean, Value.of(1))).isEqualTo(StatusCodes.Bad_TypeMismatch);
    assertThat(refused(OpcUaDataType.Double, Value.of("1")))
        .isEqualTo(StatusCodes.Bad_TypeMismatch);
    assertThat(refused(OpcUaDataType.Int32, Value.of(Double.NaN)))
        .isEqualTo(StatusCodes.Bad_TypeMismatch);
    assertThat(refused(OpcUaDataType.Guid, Value.of("x"))).isEqualTo(StatusCodes.Bad_TypeMismatch);
  }

  private static Object coerced(OpcUaDataType type, Value value) {
    Coercion.Result result = Coercion.to(type, value);
    assertThat(result.value()).as("%s as %s", value, type).isNotNull();
    return result.value();
  }

  private static long refused(OpcUaDataType type, Value value) {
    Coercion.Result result = Coercion.to(type, value);
    assertThat(result.value()).as("%s as %s", value, type).isNull();
    return result.status();
  }
}
