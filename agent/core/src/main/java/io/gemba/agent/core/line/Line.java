package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.config.Reason;
import io.gemba.agent.core.line.Timeline.Run;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.hal.spi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line: its signals, its calendar, its counts. Events are worked off in the order of their
 * time, deadlines in between, so that it makes no difference how often it is ticked. One thread.
 */
final class Line {
  /** A source time further than this from the gateway's clock is a wrong clock: arrival counts. */
  private static final Duration TRUSTED = Duration.ofSeconds(10);

  /** Without a tick for this long the agent did not run, or its clock was set. */
  private static final Duration GAP = Duration.ofSeconds(60);

  /** How often counts are written down. */
  private static final Duration MARK = Duration.ofMinutes(5);

  private final LineConfig config;
  private final ShiftCalendar calendar;
  private final StateSensor sensor;
  private final Optional<PartCounter> good;
  private final Optional<PartCounter> reject;
  private final Optional<EnergyMeter> energy;
  private final CycleMeter cycle = new CycleMeter();
  private final Announcer announcer;
  private final LineHistory history;
  private final ShiftStops stops = new ShiftStops();
  private Timeline timeline;
  private Instant ticked;
  private Instant clock;

  Line(
      LineConfig config,
      ShiftCalendar calendar,
      Instant start,
      Announcer announcer,
      LineHistory history) {
    this.history = history;
    this.config = config;
    this.calendar = calendar;
    this.announcer = announcer;
    this.sensor = StateSensor.of(config.state(), config.good(), config.idealCycle());
    this.good = config.good().map(PartCounter::new);
    this.reject = config.reject().map(PartCounter::new);
    this.energy = config.energy().map(EnergyMeter::new);
    this.clock = start.truncatedTo(ChronoUnit.MILLIS);
    this.ticked = clock;
    this.timeline = afresh(clock, "the agent was not running");
  }

  String name() {
    return config.line();
  }

  /** The points it listens to. */
  Stream<PointRef> points() {
    return Stream.of(
            sensor.points(),
            good.map(PartCounter::point).stream(),
            reject.map(PartCounter::point).stream(),
            energy.map(EnergyMeter::point).stream())
        .flatMap(points -> points);
  }

  void observe(String device, Sample sample) {
    PointRef point = new PointRef(device, sample.point());
    Instant at = trusted(sample.sourceTime().truncatedTo(ChronoUnit.MILLIS));
    if (at.isAfter(clock)) {
      advance(at);
    }
    sensor.observe(point, sample, at);
    long parts = good.map(c -> c.observe(point, sample)).orElse(0L);
    long made = parts + reject.map(c -> c.observe(point, sample)).orElse(0L);
    energy.ifPresent(meter -> meter.observe(point, sample));
    if (made > 0) {
      cycle.parts(at, made);
      sensor.part(at);
    }
    apply(at);
  }

  void deviceLost(String device, Instant at) {
    Instant when = trusted(at.truncatedTo(ChronoUnit.MILLIS));
    if (when.isAfter(clock)) {
      advance(when);
    }
    sensor.lost(device, when);
    good.ifPresent(counter -> counter.lost(device));
    reject.ifPresent(counter -> counter.lost(device));
    apply(when);
  }

  void tick(Instant at) {
    Instant now = at.truncatedTo(ChronoUnit.MILLIS);
    if (now.isAfter(clock.plus(GAP))) {
      leapTo(now, "the agent was not running");
    } else if (now.isBefore(clock.minus(GAP))) {
      fallBackTo(now);
    } else if (now.isAfter(clock)) {
      advance(now);
    }
    ticked = now;
    announce();
    if (announcer.kpiDue(clock)) {
      announcer.kpi(sheet(), clock);
    }
  }

  /** Lets everything happen that was due until a moment. */
  private void advance(Instant to) {
    while (true) {
      Instant boundary = earlier(timeline.window().boundaryAfter(clock), markAfter(clock));
      Instant due = sensor.deadline().filter(d -> d.isBefore(boundary)).orElse(boundary);
      if (due.isAfter(to)) {
        break;
      }
      clock = due.isAfter(clock) ? due : clock;
      sensor.expire(clock);
      mark();
      rollShift();
      apply(clock);
    }
    clock = to;
    timeline.settle(sensor.settled(to));
  }

  private void apply(Instant at) {
    Instant earliest = timeline.newest();
    timeline.set(sensor.reading(at.isBefore(earliest) ? earliest : at));
    announce();
  }

  private void announce() {
    Run run = timeline.at(clock);
    if (run.state() != State.RUNNING) {
      cycle.reset();
    }
    announcer.status(run, cycle.slowerThan(config.idealCycle()), timeline.stops().open(), clock);
  }

  /** Counts are written down at full five minutes, whatever the hour's offset. */
  private void mark() {
    if (clock.toEpochMilli() % MARK.toMillis() == 0) {
      history.counts(sheet().at(clock));
    }
  }

  private static Instant markAfter(Instant at) {
    long marks = Math.floorDiv(at.toEpochMilli(), MARK.toMillis());
    return Instant.ofEpochMilli((marks + 1) * MARK.toMillis());
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private void rollShift() {
    if (clock.isBefore(timeline.window().next())) {
      return;
    }
    KpiSheet last = sheet();
    announcer.kpi(last, clock);
    history.shift(last.at(clock), last.times().byState());
    stops.ended(last.times().stops().all());
    timeline.roll(calendar.at(clock));
    newShift();
  }

  private void newShift() {
    good.ifPresent(PartCounter::newShift);
    reject.ifPresent(PartCounter::newShift);
    energy.ifPresent(EnergyMeter::newShift);
  }

  /**
   * The clock was stepped: no time has passed by it, so no deadline either. A step back of less
   * than a minute is waited out.
   */
  void clockStepped(Instant to) {
    Instant now = to.truncatedTo(ChronoUnit.MILLIS);
    if (now.isAfter(clock)) {
      leapTo(now, "the clock was set");
    }
    cycle.reset();
  }

  /** Nobody watched between the last tick and now. */
  private void leapTo(Instant now, String why) {
    timeline.set(Reading.unknown(why, clock));
    clock = now;
    rollShift();
    sensor.resume(now);
    timeline.set(sensor.reading(now));
    timeline.settle(sensor.settled(now));
  }

  /** The clock was wrong until now: times cannot be kept, counts can, within the same shift. */
  private void fallBackTo(Instant now) {
    Instant shift = timeline.window().from();
    clock = now;
    timeline = afresh(now, "the clock was set back");
    if (!timeline.window().from().equals(shift)) {
      newShift();
    }
    cycle.reset();
    sensor.resume(now);
    timeline.set(sensor.reading(now));
  }

  /** A person says why the line stopped; false when no stop of two shifts holds the moment. */
  boolean explain(Instant at, @Nullable String reason, String by) {
    Stop stop = stops.explain(timeline.stops(), timeline.window().from(), at, reason);
    if (stop == null) {
      return false;
    }
    history.explained(stop, by);
    announce();
    announcer.kpi(sheet(), clock);
    return true;
  }

  /** Whether a stop that may be explained holds a moment. */
  boolean stoodAt(Instant at) {
    return stops.all(timeline.stops()).stream().anyMatch(stop -> stop.holds(at))
        || lasts(timeline.stops().open(), at);
  }

  /** The other side's clock may be a little ahead, but nobody explains what has yet to come. */
  private boolean lasts(@Nullable Stop open, Instant at) {
    return open != null && !at.isBefore(open.from()) && !at.isAfter(clock.plus(TRUSTED));
  }

  List<Reason> reasons() {
    return config.reasons();
  }

  /** Empty before it was told the time. */
  Optional<LineView> view() {
    return Optional.ofNullable(announcer.said())
        .map(
            said -> new LineView(said, stops.all(timeline.until(clock).stops()), config.reasons()));
  }

  /** A timeline of which nothing is known before now. */
  private Timeline afresh(Instant now, String why) {
    ShiftWindow window = calendar.at(now);
    Timeline fresh =
        new Timeline(
            calendar,
            window,
            new StateTimes(),
            Reading.unknown(why, window.from()),
            history::settled);
    fresh.set(sensor.reading(now));
    return fresh;
  }

  private Instant trusted(Instant source) {
    boolean near = Duration.between(ticked, source).abs().compareTo(TRUSTED) <= 0;
    return near ? source : clock;
  }

  private KpiSheet sheet() {
    return new KpiSheet(
        config,
        timeline.window(),
        timeline.until(clock),
        good.map(PartCounter::count).orElse(OptionalLong.empty()),
        reject.map(PartCounter::count).orElse(OptionalLong.empty()),
        energy.map(EnergyMeter::used).orElse(OptionalDouble.empty()),
        cycle.mean());
  }

  LineMemory snapshot() {
    StateTimes times = timeline.until(clock);
    return new LineMemory(
        config.line(),
        clock,
        timeline.window().from(),
        times.byState(),
        times.busy(),
        times.known(),
        good.map(PartCounter::count).orElse(OptionalLong.empty()),
        good.map(PartCounter::last).orElse(OptionalDouble.empty()),
        reject.map(PartCounter::count).orElse(OptionalLong.empty()),
        reject.map(PartCounter::last).orElse(OptionalDouble.empty()),
        energy.map(EnergyMeter::used).orElse(OptionalDouble.empty()),
        energy.map(EnergyMeter::last).orElse(OptionalDouble.empty()),
        times.stops().all(),
        stops.before());
  }

  /** Takes up a shift where a former run of the agent left it; the time between is unknown. */
  void restore(LineMemory memory) {
    ShiftWindow window = timeline.window();
    if (!window.from().equals(memory.shiftFrom())) {
      stops.ended(memory.shiftFrom().isBefore(window.from()) ? memory.stops() : List.of());
      return;
    }
    stops.ended(memory.before());
    good.ifPresent(counter -> counter.restore(memory.good(), memory.goodLast()));
    reject.ifPresent(counter -> counter.restore(memory.reject(), memory.rejectLast()));
    energy.ifPresent(meter -> meter.restore(memory.energy(), memory.energyLast()));
    if (!memory.at().isAfter(clock)) {
      timeline =
          new Timeline(
              calendar,
              window,
              new StateTimes(
                  memory.millis(), memory.busy(), memory.known(), new Stops(memory.stops())),
              Reading.unknown("the agent was not running", memory.at()),
              history::settled);
      timeline.set(sensor.reading(clock));
    }
  }
}
