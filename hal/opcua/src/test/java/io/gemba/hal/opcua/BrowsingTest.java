package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.Discoverable.Node;
import io.gemba.hal.spi.Discoverable.Scope;
import io.gemba.hal.spi.Discoverable.Visitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowsingTest {
  @TempDir private Path state;
  private final List<Node> nodes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  @Test
  void showsVariablesWithTheNamespacesNameTheirTypeAndValue() throws Exception {
    try (TestServer server = open().show("speed", Variant.ofInt32(42)).start(2)) {
      browse(server, null, 0, true);
      Node speed = find("speed");
      assertThat(speed.path()).containsExactly("speed");
      assertThat(speed.point()).containsEntry("node", "nsu=" + TestServer.NAMESPACE + ";s=speed");
      assertThat(speed.facts()).containsEntry("type", "Int32").containsEntry("value", "42");
      assertThat(find("Server").facts().get("note")).contains("--under i=2253");
      assertThat(problems).isEmpty();
      assertThat(server.sessions()).isZero();
    }
  }

  @Test
  void walksTenThousandNodesPageByPageWithinTheServersLimits() throws Exception {
    TestServer filled = open();
    for (int i = 0; i < 10_000; i++) {
      filled.show("p" + i, Variant.ofInt32(i));
    }
    try (TestServer server = filled.start()) {
      browse(server, null, 0, false);
      assertThat(nodes.stream().filter(node -> node.path().getLast().startsWith("p")))
          .hasSize(10_000)
          .noneMatch(node -> node.point().isEmpty());
      assertThat(problems).isEmpty();
    }
  }

  @Test
  void loopsEnd() throws Exception {
    try (TestServer server = open().start()) {
      server.folder("a", "", "b").folder("b", "a");
      browse(server, null, 0, false);
      assertThat(nodes.stream().filter(node -> node.path().getFirst().equals("a")))
          .extracting(Node::path)
          .containsExactly(List.of("a"), List.of("a", "b"), List.of("a", "b", "a"));
      assertThat(nodes.getLast().facts()).containsEntry("note", "(shown elsewhere)");
    }
  }

  @Test
  void beginsWhereItIsToldAndStopsAtTheDepth() throws Exception {
    try (TestServer server = open().start()) {
      server.folder("a", "").folder("b", "a").folder("c", "b");
      browse(server, "nsu=" + TestServer.NAMESPACE + ";s=a", 1, false);
      assertThat(nodes).extracting(Node::path).containsExactly(List.of("b"));
    }
  }

  @Test
  void saysWhatIsWrongWithTheBeginning() throws Exception {
    try (TestServer server = open().start()) {
      assertThatThrownBy(() -> browse(server, "nsu=urn:nowhere;s=a", 0, false))
          .hasMessageContaining("no such namespace")
          .hasMessageContaining(TestServer.NAMESPACE);
      assertThatThrownBy(() -> browse(server, "Press1", 0, false))
          .hasMessageContaining("is no node id");
      browse(server, "ns=1;s=missing", 0, false);
      assertThat(problems).singleElement().asString().contains("Bad_NodeIdUnknown");
    }
  }

  @Test
  void asksForTheOptionWhereThereIsNoConfiguration() throws Exception {
    try (TestServer server = open().start()) {
      assertThatThrownBy(
              () ->
                  new OpcUaAdapterFactory()
                      .browse(
                          new Scope(server.endpoint(), null, Map.of(), null, 0, false),
                          state,
                          visitor()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("--security none");
    }
  }

  private static TestServer open() throws IOException {
    return new TestServer(TestServer.Options.OPEN);
  }

  private void browse(TestServer server, @Nullable String under, int depth, boolean values)
      throws IOException, InterruptedException {
    Map<String, String> options = Map.of("security", "none");
    new OpcUaAdapterFactory()
        .browse(
            new Scope(server.endpoint(), null, options, under, depth, values), state, visitor());
  }

  private Visitor visitor() {
    return new Visitor() {
      @Override
      public void node(Node node) {
        nodes.add(node);
      }

      @Override
      public void problem(String what) {
        problems.add(what);
      }
    };
  }

  private Node find(String name) {
    return nodes.stream()
        .filter(node -> node.path().getLast().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + nodes));
  }
}
