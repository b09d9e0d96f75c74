package io.gemba.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Discoverable.Node;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrowseOutputTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  @Test
  void namesAreLegalUniqueAndStable() {
    PointNames names = new PointNames();
    assertThat(names.of(List.of("Press 1", "Oil temp"))).isEqualTo("Press-1.Oil-temp");
    assertThat(names.of(List.of("Press 1", "Oil temp"))).isEqualTo("Press-1.Oil-temp-2");
    assertThat(names.of(List.of("_hidden", "a/b+c#d"))).isEqualTo("hidden.a-b-c-d");
    assertThat(names.of(List.of("注塑機", "油溫"))).isEqualTo("注塑機.油溫");
    assertThat(names.of(List.of("=+@", " "))).isEqualTo("point");
    assertThat(names.of(List.of("x".repeat(300)))).hasSizeLessThanOrEqualTo(100);
    assertThat(names.of(List.of("x".repeat(300)))).hasSizeLessThanOrEqualTo(100).endsWith("-2");
  }

  @Test
  void theTableHoldsOnlyPointsAndNothingASpreadsheetRuns() throws Exception {
    try (BrowseTable table = new BrowseTable(out, PathGlob.of("**"), true)) {
      table.node(new Node(List.of("Press"), Map.of(), Map.of("node", "ns=2;s=P")));
      table.node(
          new Node(
              List.of("Press", "=cmd()"),
              Map.of("node", "nsu=urn:x;s=a,\"b\"", "unit", "CEL"),
              Map.of("type", "Double", "value", "-61.4")));
    }
    assertThat(text.toString().lines())
        .containsExactly(
            "name,node,unit,#type,#path,#value",
            "Press.cmd(),\"nsu=urn:x;s=a,\"\"b\"\"\",CEL,Double,Press/=cmd(),-61.4");
  }

  @Test
  void aTableWithoutPointsIsEmptyAndNoTable() throws Exception {
    try (BrowseTable table = new BrowseTable(out, PathGlob.of("**"), false)) {
      table.node(node("Press"));
    }
    assertThat(text.toString()).isEmpty();
  }

  @Test
  void aPathThatBeginsLikeAFormulaIsQuoted() throws Exception {
    try (BrowseTable table = new BrowseTable(out, PathGlob.of("**"), false)) {
      table.node(new Node(List.of("=1+1"), Map.of("node", "i=1"), Map.of()));
    }
    assertThat(text.toString()).contains(",'=1+1\r\n");
  }

  @Test
  void theTreeShowsTheBranchesThatLeadToWhatWasAskedFor() throws Exception {
    try (BrowseTree tree = new BrowseTree(out, PathGlob.of("**/Temp*"))) {
      tree.node(node("A"));
      tree.node(point("A", "Speed"));
      tree.node(node("B"));
      tree.node(node("B", "Zone"));
      tree.node(point("B", "Zone", "Temp1"));
      tree.node(point("B", "Zone", "Temp2"));
    }
    assertThat(text.toString().lines())
        .containsExactly("B  id", "  Zone  id", "    Temp1  id  = 5", "    Temp2  id  = 5");
  }

  @Test
  void starsMeanOneLevelOrMany() {
    assertThat(PathGlob.of("**/Temp*").matches(List.of("Temp1"))).isTrue();
    assertThat(PathGlob.of("**/Temp*").matches(List.of("a", "b", "Temp1"))).isTrue();
    assertThat(PathGlob.of("*/Temp?").matches(List.of("a", "b", "Temp1"))).isFalse();
    assertThat(PathGlob.of("*/Temp?").matches(List.of("a", "Temp1"))).isTrue();
    assertThat(PathGlob.of("a.b/**").matches(List.of("a.b", "c", "d"))).isTrue();
    assertThat(PathGlob.of("a.b/**").matches(List.of("axb", "c"))).isFalse();
  }

  @Test
  void theListIsJson() throws Exception {
    try (BrowseJson json = new BrowseJson(out, PathGlob.of("**"))) {
      json.node(node("A"));
      json.node(point("A", "Speed"));
    }
    assertThat(text.toString())
        .contains("\"path\":[\"A\",\"Speed\"],\"point\":true")
        .endsWith("]\n");
  }

  private static Node node(String... path) {
    return new Node(List.of(path), Map.of(), Map.of("node", "id"));
  }

  private static Node point(String... path) {
    Map<String, String> facts = new java.util.LinkedHashMap<>();
    facts.put("node", "id");
    facts.put("value", "5");
    return new Node(List.of(path), Map.of("node", "id"), facts);
  }
}
