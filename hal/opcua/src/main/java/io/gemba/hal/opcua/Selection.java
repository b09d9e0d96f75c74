package io.gemba.hal.opcua;

import io.gemba.hal.opcua.PointNamer.Named;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Discoverable.Node;
import io.gemba.hal.spi.Discoverable.Scope;
import io.gemba.hal.spi.Discoverable.Visitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code select} finds on a server. Lives as long as the adapter, so that what is gone after a
 * restart of the server is known; used by the run's thread only.
 */
final class Selection {
  private static final Logger LOG = LoggerFactory.getLogger(Selection.class);
  private static final int PAUSE_EVERY = 256;

  private final String device;
  private final List<Selector> selectors;
  private final Set<String> taken;
  private Map<String, Chosen> known = Map.of();
  private Set<String> told = Set.of();

  Selection(String device, List<Selector> selectors, Set<String> taken) {
    this.device = device;
    this.selectors = selectors;
    this.taken = Set.copyOf(taken);
  }

  /**
   * A node that was chosen.
   *
   * @param node its id with the namespace's URI
   */
  record Chosen(PointSettings point, String node, @Nullable String unit) {
    DeviceConfig.Point asPoint(Selector by) {
      return new DeviceConfig.Point(point.name(), unit, false, by.settings());
    }
  }

  /** What was found on one walk, before it has a name. */
  private record Raw(Selector by, String node, String base, @Nullable String unit) {}

  /**
   * What there is now.
   *
   * @param now by name, in the order of the walk
   * @param gone the names of the last look that are no more
   */
  record Change(Map<String, Chosen> now, Set<String> gone, List<DeviceConfig.Point> points) {}

  boolean isEmpty() {
    return selectors.isEmpty();
  }

  /** Something to do now and then while a walk takes long. */
  @FunctionalInterface
  interface Pause {
    void look() throws IOException;
  }

  /** Walks through the server again. */
  Change look(Connection connection, ServerFacts facts, RunEnd end, Pause pause)
      throws IOException, InterruptedException {
    Walk walk = new Walk(pause);
    for (Selector selector : selectors) {
      walk.with(selector, connection, facts, end);
    }
    say(walk.problems);
    Map<String, Chosen> now = named(walk);
    if (walk.isIncomplete) {
      known.forEach(now::putIfAbsent); // better a point that is bad than one that is forgotten
    }
    Set<String> gone = new TreeSet<>(known.keySet());
    gone.removeAll(now.keySet());
    known = now;
    return new Change(now, gone, points(now));
  }

  private Map<String, Chosen> named(Walk walk) {
    Set<String> collided = new TreeSet<>();
    List<String> names =
        PointNamer.names(
            walk.found.stream().map(raw -> new Named(raw.node(), raw.base())).toList(),
            taken,
            collided);
    for (String name : collided) {
      walk.problems.add(
          "several nodes would be called '" + name + "'; each has '~' and its own mark behind it");
    }
    say(walk.problems);
    Map<String, Chosen> now = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Raw raw = walk.found.get(i);
      now.put(
          names.get(i),
          new Chosen(raw.by().point(names.get(i), raw.node()), raw.node(), raw.unit()));
    }
    return now;
  }

  private List<DeviceConfig.Point> points(Map<String, Chosen> now) {
    return now.values().stream().map(one -> one.asPoint(selectors.getFirst())).toList();
  }

  /** Each problem once, until it is gone. */
  private void say(Set<String> problems) {
    for (String problem : problems) {
      if (!told.contains(problem)) {
        LOG.warn("device {}, select: {}", device, problem);
      }
    }
    told = Set.copyOf(problems);
  }

  private static final class Walk implements Visitor {
    private final Pause pause;
    private final List<Raw> found = new ArrayList<>();
    private final Set<String> nodes = new HashSet<>();
    private final Set<String> problems = new TreeSet<>();
    private boolean isIncomplete;
    private @Nullable Selector by;
    private int chosen;
    private int met;

    Walk(Pause pause) {
      this.pause = pause;
    }

    void with(Selector selector, Connection connection, ServerFacts facts, RunEnd end)
        throws IOException, InterruptedException {
      Optional<NodeId> start = new Nodes(connection, facts).find(selector.under());
      if (start.isEmpty()) {
        problems.add("nothing is at '" + selector.under().nodeText() + "' on the server");
        return;
      }
      by = selector;
      chosen = 0;
      TreeWalk.Wanted wanted =
          new TreeWalk.Wanted(selector.match()::matches, selector.match()::leadsOn);
      Scope scope = new Scope("", null, Map.of(), null, 0, false);
      try {
        new TreeWalk(connection, facts, end, scope, this, wanted).from(start.get());
      } catch (Enough e) {
        problems.add(
            "more than "
                + selector.limit()
                + " nodes below '"
                + selector.under().nodeText()
                + "' match; the others are left out (raise 'limit', or match fewer)");
      }
    }

    @Override
    public void node(Node node) throws IOException {
      if (++met % PAUSE_EVERY == 0) {
        pause.look();
      }
      String id = node.point().get("node");
      Selector selector = by;
      if (id == null || selector == null || !selector.match().matches(node.path())) {
        return;
      }
      if (chosen >= selector.limit()) {
        throw new Enough();
      }
      if (nodes.add(id)) {
        chosen++;
        String base = PointNamer.base(selector.prefix(), node.path());
        found.add(new Raw(selector, id, base, node.point().get("unit")));
      }
    }

    @Override
    public void problem(String what) {
      isIncomplete = true;
      problems.add(what);
    }
  }

  /** The limit is reached: ends a walk from inside. */
  private static final class Enough extends IOException {
    private static final long serialVersionUID = 1;
  }
}
