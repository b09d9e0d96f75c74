package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {
  private static final UUID GUID = UUID.fromString("09087e75-8e5e-499b-954f-f2a9603db28a");

  static Stream<Arguments> everyType() {
    Instant noon = Instant.parse("2026-11-23T12:00:00.1234567Z");
    return Stream.of(
        Arguments.of(Variant.NULL_VALUE, Value.NONE),
        Arguments.of(Variant.ofBoolean(true), new Value.Bool(true)),
        Arguments.of(Variant.ofSByte((byte) -128), new Value.Int(-128)),
        Arguments.of(Variant.ofByte(Unsigned.ubyte(255)), new Value.UInt(255)),
        Arguments.of(Variant.ofInt16((short) -32768), new Value.Int(-32768)),
        Arguments.of(Variant.ofUInt16(Unsigned.ushort(65535)), new Value.UInt(65535)),
        Arguments.of(Variant.ofInt32(Integer.MIN_VALUE), new Value.Int(Integer.MIN_VALUE)),
        Arguments.of(Variant.ofUInt32(Unsigned.uint(4294967295L)), new Value.UInt(4294967295L)),
        Arguments.of(Variant.ofInt64(Long.MIN_VALUE), new Value.Int(Long.MIN_VALUE)),
        Arguments.of(Variant.ofUInt64(ULong.MAX), new Value.UInt(-1L)),
        Arguments.of(Variant.ofFloat(61.4f), new Value.Real32(61.4f)),
        Arguments.of(Variant.ofDouble(Double.NaN), new Value.Real(Double.NaN)),
        Arguments.of(Variant.ofString("溫度"), new Value.Text("溫度")),
        Arguments.of(Variant.ofDateTime(new DateTime(noon)), new Value.Time(noon)),
        Arguments.of(Variant.ofGuid(GUID), new Value.Text(GUID.toString())),
        Arguments.of(
            Variant.ofByteString(ByteString.of(new byte[] {1, 2})),
            new Value.Bytes(new byte[] {1, 2})),
        Arguments.of(Variant.ofXmlElement(new XmlElement("<a/>")), new Value.Text("<a/>")),
        Arguments.of(Variant.ofLocalizedText(new LocalizedText(null, "Öl")), new Value.Text("Öl")),
        Arguments.of(
            Variant.ofLocalizedText(new LocalizedText("de", "Öl")),
            new Value.Fields(Map.of("text", new Value.Text("Öl"), "locale", new Value.Text("de")))),
        Arguments.of(
            Variant.ofQualifiedName(new QualifiedName(2, "Speed")), new Value.Text("2:Speed")),
        Arguments.of(Variant.ofNodeId(new NodeId(2, "x")), new Value.Text("ns=2;s=x")),
        Arguments.of(
            Variant.ofStatusCode(new StatusCode(0x80340000L)), new Value.UInt(0x80340000L)));
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void keepsEveryScalarToTheLastBit(Variant read, Value expected) {
    assertThat(Values.of(read)).isEqualTo(expected);
  }

  @Test
  void turnsArraysAndMatricesIntoItems() {
    assertThat(Values.of(Variant.ofInt16Array(new Short[] {1, -2})))
        .isEqualTo(new Value.Items(List.of(new Value.Int(1), new Value.Int(-2))));
    assertThat(Values.of(Variant.ofMatrix(Matrix.ofInt32(new Integer[][] {{1}, {2}}))))
        .isEqualTo(
            new Value.Items(
                List.of(
                    new Value.Items(List.of(new Value.Int(1))),
                    new Value.Items(List.of(new Value.Int(2))))));
  }

  @Test
  void keepsTypeAndBytesOfAStructureItCannotDecode() {
    ExtensionObject structure =
        ExtensionObject.of(ByteString.of(new byte[] {7}), new NodeId(3, 5001));
    assertThat(Values.of(Variant.ofExtensionObject(structure)))
        .isEqualTo(
            new Value.Fields(
                Map.of(
                    "encoding", new Value.Text("ns=3;i=5001"),
                    "body", new Value.Bytes(new byte[] {7}))));
  }
}
