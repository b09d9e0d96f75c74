package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.Machines;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line made of machines. With a key machine the line does what that one does, and where it only
 * waits, the machine that failed first is named. Otherwise the line runs while at least n of m
 * machines run: its stop began with the stop that brought it below n, and that machine's state and
 * cause are the line's. Machines of which nothing is known make the line unknown only where they
 * could make a difference.
 */
final class MachinesSensor implements StateSensor {
  private final List<MachineWatch> machines;
  private final Optional<MachineWatch> key;
  private final int needed;
  private @Nullable Reading held;

  MachinesSensor(Machines config) {
    this.machines =
        config.machines().entrySet().stream()
            .map(entry -> new MachineWatch(entry.getKey(), entry.getValue()))
            .toList();
    this.key =
        config
            .key()
            .flatMap(name -> machines.stream().filter(m -> m.name().equals(name)).findFirst());
    this.needed = config.minRunning();
  }

  @Override
  public Stream<PointRef> points() {
    return machines.stream().flatMap(MachineWatch::points);
  }

  @Override
  public void observe(PointRef point, Sample sample, Instant at) {
    machines.forEach(machine -> machine.observe(point, sample, at));
  }

  @Override
  public void lost(String device, Instant at) {
    machines.forEach(machine -> machine.lost(device, at));
  }

  @Override
  public Reading reading(Instant at) {
    Optional<Instant> changed =
        machines.stream()
            .map(machine -> machine.ask(at))
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder());
    if (changed.isPresent() || held == null) {
      Instant from = changed.orElse(at);
      held = key.isPresent() ? following(key.get(), from) : counted(from);
    }
    return held;
  }

  private Reading following(MachineWatch leader, Instant changed) {
    Reading own = leader.held();
    boolean waits = own.state() == State.IDLE || own.state() == State.STOPPED;
    Optional<MachineWatch> culprit = waits ? failedBefore(leader) : Optional.empty();
    String cause = culprit.map(MachineWatch::cause).orElse(own.cause());
    Instant from = held != null && held.state() == own.state() ? changed : own.from();
    return new Reading(own.state(), cause, from);
  }

  /** The machine that stands since before the key machine does, the one that failed first. */
  private Optional<MachineWatch> failedBefore(MachineWatch leader) {
    return machines.stream()
        .filter(m -> m != leader && !m.runs() && !m.unknown())
        .filter(m -> m.held().state() != State.IDLE && !m.since().isAfter(leader.since()))
        .min(Comparator.comparing(MachineWatch::since));
  }

  private Reading counted(Instant changed) {
    List<MachineWatch> running = machines.stream().filter(MachineWatch::runs).toList();
    List<MachineWatch> unknown = machines.stream().filter(MachineWatch::unknown).toList();
    if (running.size() >= needed) {
      return dated(State.RUNNING, null, nth(running, needed).since(), changed);
    }
    if (running.size() + unknown.size() >= needed) {
      MachineWatch first = unknown.getFirst();
      return dated(State.UNKNOWN, first.cause(), changed, changed);
    }
    List<MachineWatch> standing = machines.stream().filter(m -> !m.runs() && !m.unknown()).toList();
    MachineWatch decisive =
        nth(standing, Math.max(1, machines.size() - needed + 1 - unknown.size()));
    return dated(decisive.held().state(), decisive.cause(), decisive.since(), changed);
  }

  /** A new run begins when its machine's did; within a run only words or colour change. */
  private Reading dated(State state, @Nullable String cause, Instant since, Instant changed) {
    boolean same =
        held != null
            && (held.state() == State.RUNNING) == (state == State.RUNNING)
            && (held.state() == State.UNKNOWN) == (state == State.UNKNOWN);
    return new Reading(state, cause, same ? changed : since);
  }

  private static MachineWatch nth(List<MachineWatch> machines, int n) {
    return machines.stream()
        .sorted(Comparator.comparing(MachineWatch::since))
        .skip(n - 1L)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Optional<Instant> deadline() {
    return machines.stream()
        .map(machine -> machine.sensor().deadline())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  @Override
  public void expire(Instant at) {
    machines.forEach(machine -> machine.sensor().expire(at));
  }

  @Override
  public Instant settled(Instant at) {
    return machines.stream()
        .map(machine -> machine.sensor().settled(at))
        .min(Comparator.naturalOrder())
        .orElse(at);
  }

  @Override
  public void resume(Instant at) {
    machines.forEach(machine -> machine.sensor().resume(at));
  }
}
