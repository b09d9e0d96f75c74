package io.gemba.agent.core.alarm;

import io.gemba.agent.core.alarm.Gauge.Verdict;
import io.gemba.agent.core.config.AlarmConfig;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.cloud.spi.Alarm;
import io.gemba.cloud.spi.Alarm.State;
import io.gemba.hal.spi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One alarm: what is measured, whether that makes it active, and what people did about it. Events
 * are worked off in the order of their time, deadlines in between, so that it makes no difference
 * how often it is ticked. One thread.
 */
final class AlarmWatch {
  /** A source time further than this from the gateway's clock is a wrong clock: arrival counts. */
  private static final Duration TRUSTED = Duration.ofSeconds(10);

  /** Without a tick for this long the agent did not run: no delay has passed by that. */
  private static final Duration GAP = Duration.ofSeconds(60);

  private final AlarmConfig config;
  private final Gauge gauge;
  private final Latch latch;
  private final BiConsumer<Instant, Alarm> changes;
  private AlarmMemory memory;
  private Instant clock;
  private Instant ticked;

  /** Which of its times are by the clock of this run, and move when that is stepped. */
  private boolean ownSince;

  private boolean ownShelf;

  /** Watches from now on; what changes is told with the moment it did. */
  AlarmWatch(AlarmConfig config, Instant start, BiConsumer<Instant, Alarm> changes) {
    this.config = config;
    this.gauge = Gauge.of(config, start);
    this.latch = new Latch(config.onDelay(), config.offDelay());
    this.changes = changes;
    this.memory = AlarmMemory.none(config.id());
    this.clock = start;
    this.ticked = start;
  }

  AlarmConfig config() {
    return config;
  }

  AlarmMemory memory() {
    return memory;
  }

  void restore(AlarmMemory kept) {
    memory = kept;
    latch.restore(kept.active());
  }

  void observe(PointRef point, Sample sample) {
    Instant source = sample.sourceTime();
    boolean near = Duration.between(ticked, source).abs().compareTo(TRUSTED) <= 0;
    if (near && source.isAfter(clock)) {
      advance(source);
    }
    gauge.observe(point, sample, clock);
    judge();
  }

  void tick(Instant now) {
    if (now.isAfter(clock.plus(GAP))) {
      shift(Duration.between(clock, now));
      clock = now;
    } else if (now.isBefore(clock.minus(GAP))) {
      clockStepped(now);
    }
    if (now.isAfter(clock)) {
      advance(now);
    }
    ticked = now;
  }

  /** No time has passed by a step of the clock; what was dated by it moves along. */
  void clockStepped(Instant now) {
    Duration by = Duration.between(clock, now);
    shift(by);
    Instant shelf = memory.shelvedUntil();
    if (shelf != null && ownShelf) {
      memory = memory.shelved(shelf.plus(by));
    }
    if (ownSince) {
      memory = memory.since(memory.since().plus(by));
    }
    clock = now;
    ticked = now;
  }

  private void shift(Duration by) {
    gauge.shift(by);
    latch.shift(by);
  }

  /** Lets everything happen that was due until a moment. */
  private void advance(Instant to) {
    for (Instant due = due(); due != null && !due.isAfter(to); due = due()) {
      clock = due.isAfter(clock) ? due : clock;
      gauge.expire(clock);
      Instant shelf = memory.shelvedUntil();
      if (shelf != null && !shelf.isAfter(clock)) {
        unshelve("", "");
      }
      judge();
    }
    clock = to;
  }

  private @Nullable Instant due() {
    return Stream.of(gauge.deadline(), latch.deadline(), Optional.ofNullable(memory.shelvedUntil()))
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .orElse(null);
  }

  private void judge() {
    latch.judge(gauge.verdict(), clock);
    if (latch.expire(clock)) {
      ownSince = true;
      memory =
          latch.active()
              ? memory.raised(clock, gauge.value())
              : memory.cleared(clock, gauge.value());
      tell(latch.active() ? State.RAISED : State.CLEARED, memory.by(), memory.comment());
    }
  }

  /** Somebody has seen it. */
  void acknowledge(String by, String comment) {
    memory = memory.acknowledged(by, comment);
    tell(State.ACKNOWLEDGED, memory.by(), memory.comment());
  }

  /** Nobody wants to hear of it for a while. */
  void shelve(Duration lasting, String by, String comment) {
    memory = memory.shelved(clock.plus(lasting));
    ownShelf = true;
    tell(State.SHELVED, by, comment);
  }

  /** People want to hear of it again. */
  void unshelve(String by, String comment) {
    memory = memory.shelved(null);
    tell(State.UNSHELVED, by, comment);
  }

  private void tell(State state, @Nullable String by, @Nullable String comment) {
    changes.accept(clock, alarm(state, emptyIsNull(by), emptyIsNull(comment)));
  }

  /** As it stands; empty when there is nothing to tell. */
  Optional<Alarm> standing() {
    return memory.stands()
        ? Optional.of(
            alarm(memory.active() ? State.RAISED : State.CLEARED, memory.by(), memory.comment()))
        : Optional.empty();
  }

  /** Why nobody can tell whether it holds; null = it is watched. */
  @Nullable String blind() {
    return gauge.verdict() == Verdict.BLIND
        ? Objects.requireNonNullElse(gauge.trouble(), "unknown")
        : null;
  }

  private Alarm alarm(State state, @Nullable String by, @Nullable String comment) {
    return new Alarm(
        config.definition(),
        state,
        memory.since(),
        memory.value(),
        config.condition().limitValue(),
        config.unit(),
        memory.acknowledged(),
        by,
        comment,
        memory.shelvedUntil());
  }

  private static @Nullable String emptyIsNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
