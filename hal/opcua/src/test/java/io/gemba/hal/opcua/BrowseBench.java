package io.gemba.hal.opcua;

import com.sun.management.OperatingSystemMXBean;
import io.gemba.hal.spi.Discoverable.Node;
import io.gemba.hal.spi.Discoverable.Scope;
import io.gemba.hal.spi.Discoverable.Visitor;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to see all nodes of a server: bare requests of Milo's client that find the same
 * nodes and look no closer, and {@code gemba browse}, which also asks for type, rank and unit.
 */
final class BrowseBench {
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final String endpoint;
  private int met;

  BrowseBench(String endpoint) {
    this.endpoint = endpoint;
  }

  void compare(Path state) throws Exception {
    for (int round = 0; round < 2; round++) {
      measure("bare   ", this::bare);
      measure("adapter", () -> adapter(state));
    }
  }

  private interface Walk {
    void go() throws Exception;
  }

  private void measure(String what, Walk walk) throws Exception {
    met = 0;
    long cpu = MACHINE.getProcessCpuTime();
    long begun = System.nanoTime();
    walk.go();
    System.out.printf(
        "browse %s: %,d nodes in %.1f s, %.1f s of CPU%n",
        what, met, (System.nanoTime() - begun) / 1e9, (MACHINE.getProcessCpuTime() - cpu) / 1e9);
  }

  private void adapter(Path state) throws Exception {
    new OpcUaAdapterFactory()
        .browse(
            new Scope(endpoint, null, Map.of("security", "none"), null, 0, false),
            state,
            new Visitor() {
              @Override
              public void node(Node node) {
                met++;
              }

              @Override
              public void problem(String what) {
                throw new AssertionError(what);
              }
            });
  }

  private void bare() throws Exception {
    OpcUaClient client = OpcUaClient.create(endpoint);
    client.connect();
    try {
      int most = TestLimits.ROOMY.nodesPerBrowse();
      Deque<NodeId> open = new ArrayDeque<>(List.of(NodeIds.ObjectsFolder));
      Set<NodeId> known = new HashSet<>(Set.of(NodeIds.ObjectsFolder, NodeIds.Server));
      while (!open.isEmpty()) {
        List<BrowseDescription> some = new ArrayList<>();
        while (!open.isEmpty() && some.size() < most) {
          some.add(wanted(open.remove()));
        }
        for (BrowseResult first : first(client, some)) {
          for (BrowseResult page = first; page != null; page = next(client, page)) {
            take(client, page, known, open);
          }
        }
      }
    } finally {
      client.disconnect();
    }
  }

  /** A thousand references a page: a server cannot send a hundred thousand in one answer. */
  private static BrowseResult[] first(OpcUaClient client, List<BrowseDescription> some)
      throws UaException {
    ViewDescription everything =
        new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, Unsigned.uint(0));
    return Objects.requireNonNull(
        client.browse(everything, Unsigned.uint(1_000), some).getResults());
  }

  private static BrowseDescription wanted(NodeId node) {
    return new BrowseDescription(
        node,
        BrowseDirection.Forward,
        NodeIds.HierarchicalReferences,
        true,
        Unsigned.uint(0),
        Unsigned.uint(63));
  }

  private static @Nullable BrowseResult next(OpcUaClient client, BrowseResult page)
      throws UaException {
    ByteString more = page.getContinuationPoint();
    return more == null || more.isNullOrEmpty()
        ? null
        : Objects.requireNonNull(client.browseNext(false, List.of(more)).getResults())[0];
  }

  private void take(OpcUaClient client, BrowseResult page, Set<NodeId> known, Deque<NodeId> open) {
    ReferenceDescription[] found = page.getReferences();
    for (ReferenceDescription one : found == null ? new ReferenceDescription[0] : found) {
      NodeId node = one.getNodeId().toNodeId(client.getNamespaceTable()).orElseThrow();
      met++;
      if (known.add(node)) {
        open.add(node);
      }
    }
  }
}
