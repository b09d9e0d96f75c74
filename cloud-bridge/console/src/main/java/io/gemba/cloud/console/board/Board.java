package io.gemba.cloud.console.board;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.wire.GatewayKey;
import io.gemba.cloud.console.wire.LineKey;
import io.gemba.cloud.console.wire.Reason;
import io.gemba.cloud.console.wire.Sample;
import io.gemba.cloud.console.wire.Statement;
import io.gemba.cloud.console.wire.Statement.AgentStatus;
import io.gemba.cloud.console.wire.Statement.Batch;
import io.gemba.cloud.console.wire.Statement.DeviceMeta;
import io.gemba.cloud.console.wire.Statement.LineState;
import io.gemba.cloud.console.wire.Statement.ShiftFigures;
import io.gemba.cloud.console.wire.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every line, gateway and broker as last heard. Safe for any thread; every method is short. */
public final class Board {
  private static final int MAX_LINES = 5_000;
  private static final int MAX_GATEWAYS = 10_000;

  private final ConsoleClock clock;
  private final Map<String, Line> lines = new TreeMap<>();
  private final Map<GatewayKey, Gateway> gateways = new LinkedHashMap<>();
  private final Map<String, GatewayKey> journals = new HashMap<>();
  private final Map<String, BrokerView> brokers = new LinkedHashMap<>();
  private final Set<String> changed = new HashSet<>();
  private final Map<String, Object> faces = new HashMap<>();
  private boolean anyRemoved;

  /** An empty board. */
  public Board(ConsoleClock clock) {
    this.clock = clock;
  }

  /** Takes note of a statement. */
  public synchronized void hear(String broker, Statement statement, boolean retained) {
    switch (statement) {
      case LineState s -> state(broker, s, retained);
      case ShiftFigures f -> figures(broker, f, retained);
      case DeviceMeta m -> meta(broker, m);
      case Batch b -> batch(broker, b, retained);
      case AgentStatus s -> status(broker, s, retained);
      case Statement.AlarmEvent e -> alarms(broker, e.line(), a -> a.hear(e));
      case Statement.LineAlarms a -> alarms(broker, a.line(), own -> own.hear(a));
      case Statement.LineMeta m -> about(broker, m);
      case Statement.Cleared c -> cleared(c.topic());
      case Statement.Gap _, Statement.ClockSet _, Statement.Silence _, Statement.Other _ -> {}
    }
  }

  /** Takes note of a broker's connection coming ({@code problem} null) or going. */
  public synchronized void link(String broker, String url, @Nullable String problem) {
    BrokerView before = brokers.get(broker);
    boolean connected = problem == null;
    long since =
        before != null && before.connected() == connected ? before.since() : clock.wallMs();
    brokers.put(broker, new BrokerView(broker, url, connected, since, problem));
  }

  private void state(String broker, LineState s, boolean retained) {
    Line line = line(broker, s.line());
    LineState before = line == null ? null : line.state;
    if (line == null || (retained && before != null && before.time() > s.time())) {
      return;
    }
    line.state = s;
    line.gatewayId = s.gateway() == null ? line.gatewayId : s.gateway();
    line.journal = s.journal() == null ? line.journal : s.journal();
    line.heartbeat.note(clock, s.time(), retained);
    changed.add(line.key.path());
  }

  private void figures(String broker, ShiftFigures f, boolean retained) {
    Line line = line(broker, f.line());
    ShiftFigures before = line == null ? null : line.figures;
    if (line == null || (retained && before != null && before.time() > f.time())) {
      return;
    }
    line.figures = f;
    line.gatewayId = f.gateway() == null ? line.gatewayId : f.gateway();
    line.heartbeat.note(clock, f.time(), retained);
    changed.add(line.key.path());
  }

  private void meta(String broker, DeviceMeta m) {
    Line line = line(broker, m.line());
    if (line != null) {
      line.gatewayId = line.gatewayId == null ? m.gateway() : line.gatewayId;
      line.describe(m);
    }
  }

  private void batch(String broker, Batch b, boolean retained) {
    Line line = line(broker, b.line());
    if (line == null) {
      return;
    }
    line.journal = b.journal();
    if (b.backlog()) {
      line.backfilled = true;
      line.backfillTick = clock.tickMs();
      return;
    }
    long latest = b.samples().stream().mapToLong(Sample::time).max().orElse(0);
    line.samplesHeartbeat.note(clock, latest, retained);
    line.live(b);
    if (line.pulse() == line.samplesHeartbeat) {
      changed.add(line.key.path()); // its samples are all it says, so they are its news
    }
  }

  private void alarms(String broker, LineKey key, Consumer<Alarms> heard) {
    Line line = line(broker, key);
    if (line != null) {
      heard.accept(line.alarms);
      changed.add(key.path());
    }
  }

  private void noAlarms(LineKey key) {
    Line line = lines.get(key.path());
    if (line != null) {
      line.alarms.clear();
      changed.add(key.path());
    }
  }

  private void about(String broker, Statement.LineMeta m) {
    Line line = line(broker, m.line());
    if (line != null) {
      line.about = m;
      line.gatewayId = line.gatewayId == null ? m.gateway() : line.gatewayId;
      changed.add(line.key.path());
    }
  }

  private void status(String broker, AgentStatus s, boolean retained) {
    Gateway gateway = gateways.get(s.gateway());
    if (gateway == null) {
      if (gateways.size() >= MAX_GATEWAYS) {
        return;
      }
      gateway = new Gateway(s);
      gateways.put(s.gateway(), gateway);
    }
    gateway.broker = broker;
    if (s.online()) {
      gateway.lastOnline = s;
      gateway.goneTick = null;
    } else if (gateway.goneTick == null && !retained) {
      gateway.goneTick = clock.tickMs();
    }
    gateway.status = s;
    if (s.journal() != null) {
      journals.put(s.journal(), s.gateway());
    }
    if (s.time() != null) {
      gateway.heartbeat.note(clock, s.time(), retained);
    }
  }

  private void cleared(Topic topic) {
    switch (topic) {
      case Topic.Place p when p.kind().equals("state") && p.name().equals("alarms") ->
          noAlarms(p.line());
      case Topic.Place p when p.kind().equals("state") -> {
        anyRemoved |= lines.remove(p.line().path()) != null;
        faces.remove(p.line().path());
      }
      case Topic.Gateway g when g.name().equals("agent") -> gateways.remove(g.gateway());
      default -> {}
    }
  }

  private @Nullable Line line(String broker, LineKey key) {
    String path = key.path();
    Line line = lines.get(path);
    if (line == null) {
      if (lines.size() >= MAX_LINES) {
        return null;
      }
      line = new Line(key);
      lines.put(path, line);
      changed.add(path);
    }
    line.broker = broker;
    return line;
  }

  private @Nullable Gateway gatewayOf(Line line) {
    LineKey k = line.key;
    Gateway named =
        line.gatewayId == null
            ? null
            : gateways.get(new GatewayKey(k.enterprise(), k.site(), line.gatewayId));
    GatewayKey byJournal = line.journal == null ? null : journals.get(line.journal);
    return named != null || byJournal == null ? named : gateways.get(byJournal);
  }

  private LineView view(Line line) {
    return new LineViews(clock, line, gatewayOf(line), linked(line.broker)).view();
  }

  private boolean linked(String broker) {
    BrokerView view = brokers.get(broker);
    return view != null && view.connected();
  }

  /** Every line, in the order of their keys. */
  public synchronized List<LineView> lines() {
    return lines.values().stream().map(this::view).toList();
  }

  /**
   * Lines of which something was said since the last call, or whose freshness has changed by itself
   * when {@code all} are looked at.
   */
  public synchronized List<LineView> takeChanges(boolean all) {
    List<LineView> views = new ArrayList<>();
    for (String path : all ? Set.copyOf(lines.keySet()) : Set.copyOf(changed)) {
      Line line = lines.get(path);
      if (line == null) {
        continue;
      }
      LineView view = view(line);
      Object before = faces.put(path, view.face());
      if (changed.contains(path) || !view.face().equals(before)) {
        views.add(view);
      }
    }
    changed.clear();
    return views;
  }

  /** Whether a line was removed since the last call; the page then needs a new snapshot. */
  public synchronized boolean takeRemoved() {
    boolean removed = anyRemoved;
    anyRemoved = false;
    return removed;
  }

  /**
   * New live samples of each line's trend point since the last call, by line; empty lists are left
   * out.
   */
  public synchronized Map<String, FreshSamples> takeFresh() {
    Map<String, FreshSamples> fresh = new TreeMap<>();
    lines.forEach(
        (path, line) -> {
          String point = line.trendPoint();
          List<Sample> samples = line.takeFresh();
          if (point != null && !samples.isEmpty()) {
            fresh.put(path, new FreshSamples(point, samples));
          }
        });
    return fresh;
  }

  /** Live samples of one point, as {@code device/point}. */
  public record FreshSamples(String point, List<Sample> samples) {}

  /** Every gateway; {@code completeness} answers for a journal. */
  public synchronized List<GatewayView> gateways(Function<String, Completeness> completeness) {
    Map<GatewayKey, Long> count = new HashMap<>();
    for (Line line : lines.values()) {
      Gateway gateway = gatewayOf(line);
      if (gateway != null) {
        count.merge(gateway.key, 1L, Long::sum);
      }
    }
    return gateways.values().stream()
        .map(g -> view(g, count.getOrDefault(g.key, 0L), completeness))
        .sorted(java.util.Comparator.comparing(GatewayView::key))
        .toList();
  }

  private GatewayView view(Gateway g, long lineCount, Function<String, Completeness> history) {
    AgentStatus known = g.known();
    String journal = known.journal();
    Completeness c = journal == null ? Completeness.NONE : history.apply(journal);
    return new GatewayView(
        g.key.path(),
        g.key.enterprise(),
        g.key.site(),
        g.key.id(),
        g.status.online(),
        linked(g.broker),
        g.broker,
        known.time(),
        g.goneTick == null ? g.heartbeat.age(clock) : Long.valueOf(clock.tickMs() - g.goneTick),
        known.version(),
        journal,
        known.clock(),
        g.heartbeat.clockOffset(),
        known.backlog(),
        known.gaps(),
        known.cardYears(),
        known.cardUsedPercent(),
        lineCount,
        c.received(),
        c.missing(),
        c.unexplained());
  }

  /** Every broker, in the order of the configuration. */
  public synchronized List<BrokerView> brokers() {
    return List.copyOf(brokers.values());
  }

  /** The points of one line, or of all when {@code path} is null; at most {@code limit}. */
  public synchronized List<PointView> points(@Nullable String path, int limit) {
    return lines.entrySet().stream()
        .filter(e -> path == null || e.getKey().equals(path))
        .flatMap(
            e ->
                e.getValue().points.entrySet().stream()
                    .map(p -> LineViews.point(e.getKey(), p.getKey(), p.getValue())))
        .limit(limit)
        .toList();
  }

  /**
   * What time it is at a line's gateway, ms since the epoch by its own clock; our time for an
   * unknown line.
   */
  public synchronized long timeAt(String path) {
    Line line = lines.get(path);
    Long offset = line == null ? null : line.pulse().clockOffset();
    return clock.wallMs() - Optional.ofNullable(offset).orElse(0L);
  }

  /** The reasons stops of a line can be given, in its gateway's order; empty while not known. */
  public synchronized List<Reason> reasons(String path) {
    Line line = lines.get(path);
    return line == null || line.about == null ? List.of() : line.about.reasons();
  }

  /** How a line's gateway is reached; empty for an unknown line or one whose gateway is not. */
  public synchronized Optional<Reach> reach(String path) {
    Line line = lines.get(path);
    if (line == null) {
      return Optional.empty();
    }
    Gateway gateway = gatewayOf(line);
    if (gateway != null) {
      return Optional.of(new Reach(line.key, gateway.key, gateway.broker, gateway.status.online()));
    }
    GatewayKey named =
        line.gatewayId == null
            ? null
            : new GatewayKey(line.key.enterprise(), line.key.site(), line.gatewayId);
    return Optional.ofNullable(named).map(g -> new Reach(line.key, g, line.broker, true));
  }

  /** The way to a line's gateway; {@code online} false when it is known to be away. */
  public record Reach(LineKey line, GatewayKey gateway, String broker, boolean online) {}

  /** The line with this path. */
  public synchronized Optional<LineKey> key(String path) {
    return Optional.ofNullable(lines.get(path)).map(l -> l.key);
  }
}
