package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.opcua.NodePath.Step;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.junit.jupiter.api.Test;

class NodePathTest {
  @Test
  void readsNumbersNamespacesAndWhatIsEscaped() {
    assertThat(NodePath.parse("/Objects/2:Press1/nsu=http://acme.com/UA/;Oil&/Temp").steps())
        .containsExactly(
            new Step(null, 0, "Objects"),
            new Step(null, 2, "Press1"),
            new Step("http://acme.com/UA/", 0, "Oil/Temp"));
    assertThat(NodePath.parse("/12&:30").steps()).containsExactly(new Step(null, 0, "12:30"));
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> NodePath.parse("Objects")).hasMessageContaining("begin with '/'");
    assertThatThrownBy(() -> NodePath.parse("/Objects//x")).hasMessageContaining("without a name");
    assertThatThrownBy(() -> NodePath.parse("/2:")).hasMessageContaining("without a name");
  }

  @Test
  void needsTheNamespaceToBeThere() {
    NamespaceTable table = new NamespaceTable();
    NodePath path = NodePath.parse("/nsu=urn:acme;Press1");
    assertThat(path.in(table)).isEmpty();
    table.add("urn:acme");
    assertThat(path.in(table).orElseThrow().getElements()[0].getTargetName().toParseableString())
        .isEqualTo("1:Press1");
  }
}
