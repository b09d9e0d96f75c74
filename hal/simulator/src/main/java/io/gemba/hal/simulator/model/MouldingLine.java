package io.gemba.hal.simulator.model;

import io.gemba.hal.simulator.model.PlantEvent.Change;
import io.gemba.hal.simulator.model.PlantEvent.Part;
import io.gemba.hal.simulator.model.PlantEvent.StateInterval;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One injection-moulding press as a discrete-event model: the same seed and the same commands at
 * the same times give the same events, however the time is cut into steps. Times are milliseconds
 * since the plant began. For one thread at a time.
 */
public final class MouldingLine {

  /** A stop of this length lasts until {@link #resume}. */
  public static final long UNTIL_RESUMED = Sequencer.NEVER;

  private static final long PULSE_MILLIS = 50;
  private static final long BLINK_MILLIS = 500;
  private static final long PROCESS_MILLIS = 500;

  private final LineSettings settings;
  private final Consumer<? super PlantEvent> out;
  private final Sequencer sequencer = new Sequencer();
  private final StopPlanner stops;
  private final CycleClock cycle;
  private final ProcessModel process;
  private final Map<Signal, Object> values = new EnumMap<>(Signal.class);

  private long now;
  private long stopAt = Sequencer.NEVER;
  private long pulseEnd = Sequencer.NEVER;
  private long blinkAt = Sequencer.NEVER;
  private long processAt = PROCESS_MILLIS;
  private boolean blinkPhase;
  private String cause = "Start-up";
  private long good;
  private long reject;

  /** A press that is switched on at time 0 and tells {@code out} everything from then on. */
  public MouldingLine(LineSettings settings, Consumer<? super PlantEvent> out) {
    this.settings = settings;
    this.out = out;
    SplittableRandom root = new SplittableRandom(settings.seed());
    this.stops = new StopPlanner(root.split(), settings);
    this.cycle = new CycleClock(root.split(), settings);
    this.process = new ProcessModel(root.split());
    showState();
    showProcess();
    showCounts();
    show(Signal.CYCLE_TIME, 0.0);
    show(Signal.SETPOINT, process.setpoint());
    show(Signal.PART_PULSE, false);
    show(Signal.HORN, false);
  }

  /** What it was made with. */
  public LineSettings settings() {
    return settings;
  }

  /** The last value of a signal. */
  public Object value(Signal signal) {
    Object value = values.get(signal);
    if (value == null) {
      throw new IllegalStateException("no value yet: " + signal);
    }
    return value;
  }

  /** The PackML state it is in. */
  public PackMlState state() {
    return sequencer.state();
  }

  /** The state it is in as an interval that ends now. */
  public StateInterval openInterval() {
    Sequencer.Step step = sequencer.step();
    return new StateInterval(
        settings.machine(), sequencer.since(), now, step.state(), step.mode(), cause);
  }

  /** When something will happen next by itself. */
  public long nextEvent() {
    long next = Math.min(processAt, blinkAt);
    next = Math.min(next, Math.min(cycle.end(), pulseEnd));
    return Math.min(next, Math.min(sequencer.due(), stopAt));
  }

  /** Lets everything happen that is due until then, inclusive. Time never runs backwards. */
  public void advanceTo(long millis) {
    for (long next = nextEvent(); next <= millis; next = nextEvent()) {
      now = next;
      fire();
    }
    now = Math.max(now, millis);
  }

  // One at a time, in a fixed order, so that events of one instant always come out the same way.
  private void fire() {
    if (pulseEnd == now) {
      pulseEnd = Sequencer.NEVER;
      show(Signal.PART_PULSE, false);
    } else if (cycle.end() == now) {
      finishPart();
    } else if (sequencer.due() == now) {
      walk();
    } else if (stopAt == now) {
      StopPlanner.Stop stop = stops.next();
      stop(stop.kind(), stop.cause(), stop.millis());
    } else if (blinkAt == now) {
      blinkPhase = !blinkPhase;
      blinkAt = now + BLINK_MILLIS;
      showLamps();
    } else {
      process.step(PROCESS_MILLIS / 1000.0, state());
      processAt = now + PROCESS_MILLIS;
      showProcess();
    }
  }

  /**
   * Stops the press, for a time or until resumed. A press that already stands still for the same
   * kind of reason stays so until resumed.
   *
   * @throws IllegalStateException when PackML has no such way from here; says from which state
   */
  public void stop(StopKind kind, String why, long millis) {
    Sequencer.Step step = sequencer.step();
    if (step.rest() && step.state() == kind.rest() && step.mode() == kind.mode()) {
      closeInterval();
      cause = why;
      sequencer.stay(now);
      show(Signal.STOP_REASON, cause);
      return;
    }
    if (!sequencer.mayEnter(kind.down())) {
      throw new IllegalStateException(
          "%s is %s: PackML has no way from there to %s; say resume first"
              .formatted(settings.machine(), state().label(), kind.down().label()));
    }
    closeInterval();
    if (state() == PackMlState.EXECUTE || !kind.keepsCycle()) {
      cycle.interrupt(now, kind.keepsCycle());
    }
    stopAt = Sequencer.NEVER;
    cause = why;
    sequencer.goDown(kind, millis, now);
    showState();
  }

  /** Stops with the kind's usual cause until resumed. */
  public void stop(StopKind kind) {
    stop(kind, kind.causes().getFirst(), UNTIL_RESUMED);
  }

  /** Ends a standstill; false when the press runs or is on its way already. */
  public boolean resume() {
    boolean stood = sequencer.endRest(now);
    advanceTo(now);
    return stood;
  }

  /**
   * Sets the oil temperature to reach, in CEL.
   *
   * @throws IllegalArgumentException outside 20 to 90
   */
  public void setpoint(double celsius) {
    process.setpoint(celsius);
    show(Signal.SETPOINT, celsius);
  }

  /** Switches the horn. */
  public void horn(boolean on) {
    show(Signal.HORN, on);
  }

  private void walk() {
    closeInterval();
    sequencer.advance(now);
    if (state() == PackMlState.EXECUTE) {
      cause = "";
      cycle.run(now);
      long running = stops.untilNext();
      stopAt = running == Sequencer.NEVER ? Sequencer.NEVER : now + running;
    }
    showState();
  }

  private void finishPart() {
    boolean isGood = cycle.good();
    if (isGood) {
      good++;
    } else {
      reject++;
    }
    out.accept(new Part(settings.machine(), now, isGood));
    show(Signal.CYCLE_TIME, cycle.length() / 1000.0);
    showCounts();
    show(Signal.PART_PULSE, true);
    pulseEnd = now + PULSE_MILLIS;
    cycle.interrupt(now, false);
    cycle.run(now);
  }

  private void closeInterval() {
    if (now > sequencer.since()) {
      out.accept(openInterval());
    }
  }

  private void showState() {
    Sequencer.Step step = sequencer.step();
    show(Signal.UNIT_MODE, step.mode().code());
    show(Signal.STOP_REASON, cause);
    show(Signal.STATE_CURRENT, step.state().code());
    blinkPhase = true;
    blinkAt = light().blinks() ? now + BLINK_MILLIS : Sequencer.NEVER;
    showLamps();
  }

  private StackLight light() {
    return StackLight.of(state(), sequencer.step().mode());
  }

  private void showLamps() {
    StackLight light = light();
    show(Signal.LAMP_GREEN, light.green().lit(blinkPhase));
    show(Signal.LAMP_AMBER, light.amber().lit(blinkPhase));
    show(Signal.LAMP_RED, light.red().lit(blinkPhase));
  }

  private void showProcess() {
    show(Signal.OIL_TEMP, process.oilTemp());
    show(Signal.SPEED, process.speed());
    show(Signal.ENERGY, process.energy());
  }

  private void showCounts() {
    show(Signal.ACC_GOOD, good);
    show(Signal.ACC_REJECT, reject);
    show(Signal.ACC_COUNT, good + reject);
  }

  private void show(Signal signal, Object value) {
    if (!value.equals(values.put(signal, value))) {
      out.accept(new Change(settings.machine(), now, signal, value));
    }
  }
}
