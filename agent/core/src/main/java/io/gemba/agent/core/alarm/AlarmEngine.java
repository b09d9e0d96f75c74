package io.gemba.agent.core.alarm;

import io.gemba.agent.core.command.LineRequest.OnAlarm;
import io.gemba.agent.core.config.AlarmConfig;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.cloud.spi.Alarm;
import io.gemba.cloud.spi.Alarm.State;
import io.gemba.cloud.spi.AlarmNews;
import io.gemba.cloud.spi.AlarmStatus;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches all alarms of a gateway. What changes is remembered first, then journaled, then told, and
 * all that stands is stated again: at every change and every five minutes. It reads no clock:
 * {@link #tick} tells the time, about once a second; more often changes nothing. Source times
 * within 10 s of the last tick are used, others count as arriving now. One thread.
 */
public final class AlarmEngine {
  private static final Duration STATED_AGAIN = Duration.ofMinutes(5);

  private final Map<String, AlarmWatch> watches = new LinkedHashMap<>();
  private final Map<String, Map<String, List<AlarmWatch>>> routes = new HashMap<>();
  private final Map<String, AlarmStatus> stated = new LinkedHashMap<>();
  private final Set<String> lines;
  private final AlarmOut out;
  private final List<AlarmNews> changes = new ArrayList<>();
  private Instant clock;

  /**
   * Watches from now on.
   *
   * @param lines {@code area/line} of which to state what stands, also where nothing ever does
   * @param start the time now
   */
  public AlarmEngine(List<AlarmConfig> alarms, List<String> lines, Instant start, AlarmOut out) {
    this.lines = new LinkedHashSet<>(lines);
    this.out = out;
    this.clock = start;
    for (AlarmConfig alarm : alarms) {
      AlarmWatch watch =
          new AlarmWatch(alarm, start, (at, what) -> changes.add(new AlarmNews(at, what)));
      watches.put(alarm.id(), watch);
      alarm
          .points()
          .forEach(
              point ->
                  routes
                      .computeIfAbsent(point.device(), _ -> new HashMap<>())
                      .computeIfAbsent(point.point(), _ -> new ArrayList<>())
                      .add(watch));
    }
  }

  /** Takes up what a former run kept; said before anything else. Unknown alarms are forgotten. */
  public void restore(List<AlarmMemory> memories) {
    for (AlarmMemory memory : memories) {
      AlarmWatch watch = watches.get(memory.id());
      if (watch != null) {
        watch.restore(memory);
      }
    }
  }

  /** Takes in samples of one device, in the order the device gave them. */
  public void observe(DeviceRef device, List<Sample> samples) {
    Map<String, List<AlarmWatch>> byPoint = routes.get(device.name());
    if (byPoint == null) {
      return;
    }
    for (Sample sample : samples) {
      for (AlarmWatch watch : byPoint.getOrDefault(sample.point(), List.of())) {
        watch.observe(new PointRef(device.name(), sample.point()), sample);
      }
    }
    tell();
  }

  /** Tells the time. */
  public void tick(Instant now) {
    clock = now;
    watches.values().forEach(watch -> watch.tick(now));
    tell();
    for (String line : lines) {
      AlarmStatus before = stated.get(line);
      if (before == null
          || now.isBefore(before.at())
          || !now.isBefore(before.at().plus(STATED_AGAIN))
          || !blind(line).equals(before.blind())) {
        state(line);
      }
    }
  }

  /** The wall clock was stepped and says {@code now}; call it before the next {@link #tick}. */
  public void clockStepped(Instant now) {
    watches.values().forEach(watch -> watch.clockStepped(now));
    clock = now;
    stated.clear(); // moments have moved
  }

  /** Why a request makes no sense, in words; null = it does. */
  public @Nullable String refusal(OnAlarm request) {
    AlarmWatch watch = watches.get(request.alarm());
    if (watch == null || !watch.config().line().equals(request.line())) {
      return "the line " + request.line() + " has no alarm '" + request.alarm() + "'";
    }
    AlarmMemory memory = watch.memory();
    return switch (request.deed()) {
      case ACKNOWLEDGE ->
          memory.acknowledged()
              ? memory.active() ? "it is acknowledged already" : "there is nothing to acknowledge"
              : null;
      case SHELVE -> null;
      case UNSHELVE -> memory.shelvedUntil() == null ? "it is not shelved" : null;
    };
  }

  /** Does what {@link #refusal} finds nothing against. */
  public void carryOut(OnAlarm request) {
    AlarmWatch watch = Objects.requireNonNull(watches.get(request.alarm()), request.alarm());
    switch (request.deed()) {
      case ACKNOWLEDGE -> watch.acknowledge(request.by(), request.comment());
      case SHELVE -> watch.shelve(request.lasting(), request.by(), request.comment());
      case UNSHELVE -> watch.unshelve(request.by(), request.comment());
    }
    tell();
  }

  /** What was last stated of every line. */
  public List<AlarmStatus> standing() {
    return List.copyOf(stated.values());
  }

  /** In this order, so that a change that was told is never forgotten. */
  private void tell() {
    if (changes.isEmpty()) {
      return;
    }
    List<AlarmNews> news = List.copyOf(changes);
    changes.clear();
    out.remember(
        watches.values().stream().map(AlarmWatch::memory).filter(AlarmMemory::stands).toList());
    Set<String> changed = new LinkedHashSet<>();
    for (AlarmNews one : news) {
      String line = watchOf(one).config().line();
      changed.add(line);
      out.fact(line, AlarmFact.of(one));
      if (isHeard(one.alarm())) {
        out.news(one);
      }
    }
    changed.forEach(this::state);
  }

  /** What is shelved is written down, but nobody is told. */
  private static boolean isHeard(Alarm alarm) {
    boolean byItself = alarm.state() == State.RAISED || alarm.state() == State.CLEARED;
    return !byItself || alarm.shelvedUntil() == null;
  }

  private AlarmWatch watchOf(AlarmNews news) {
    String id = news.alarm().definition().id();
    return Objects.requireNonNull(watches.get(id), id);
  }

  private void state(String line) {
    List<Alarm> active =
        watches.values().stream()
            .filter(watch -> watch.config().line().equals(line))
            .flatMap(watch -> watch.standing().stream())
            .toList();
    AlarmStatus status = new AlarmStatus(line, clock, active, blind(line));
    stated.put(line, status);
    out.state(status);
  }

  private Map<String, String> blind(String line) {
    Map<String, String> blind = new LinkedHashMap<>();
    for (AlarmWatch watch : watches.values()) {
      String why = watch.blind();
      if (why != null && watch.config().line().equals(line)) {
        blind.put(watch.config().id(), why);
      }
    }
    return blind;
  }
}
