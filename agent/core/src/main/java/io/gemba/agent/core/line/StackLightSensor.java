package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.config.LineConfig.StackLight;
import io.gemba.agent.core.line.Lamp.Mode;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.hal.spi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stack light by its table of meanings; the usual one: red fault, green blinking setup, green
 * running, amber idle, all off unknown, because no signal says whether the machine has power. Green
 * without parts on a fitted counter is a stop. Lamps that change together never change in the same
 * instant: while one is undecided, what held before still holds.
 */
final class StackLightSensor implements StateSensor {
  private final StackLight lights;
  private final Optional<Lamp> green;
  private final Optional<Lamp> amber;
  private final Optional<Lamp> red;
  private final Optional<Lamp> blue;
  private final List<Lamp> lamps;
  private final Optional<PulseWatch> watch;
  private @Nullable Reading held;

  StackLightSensor(StackLight lights, Optional<PointRef> good, Duration ideal) {
    this.lights = lights;
    green = lights.green().map(Lamp::new);
    amber = lights.amber().map(Lamp::new);
    red = lights.red().map(Lamp::new);
    blue = lights.blue().map(Lamp::new);
    lamps = Stream.of(green, amber, red).flatMap(Optional::stream).toList();
    watch = good.map(counter -> new PulseWatch(ideal));
  }

  @Override
  public Stream<PointRef> points() {
    return all().map(Lamp::point);
  }

  @Override
  public void observe(PointRef point, Sample sample, Instant at) {
    all().filter(lamp -> lamp.point().equals(point)).forEach(lamp -> lamp.observe(sample, at));
  }

  @Override
  public void lost(String device, Instant at) {
    all().forEach(lamp -> lamp.lost(device));
  }

  @Override
  public void part(Instant at) {
    if (silent() || (held != null && held.state() == State.RUNNING)) {
      watch.ifPresent(w -> w.pulse(at));
    }
  }

  @Override
  public Reading reading(Instant at) {
    Optional<String> trouble =
        lamps.stream().map(Lamp::trouble).filter(Objects::nonNull).findFirst();
    if (trouble.isPresent()) {
      watch.ifPresent(PulseWatch::stop);
      held = Reading.unknown(trouble.get(), at);
    } else if (held == null || lamps.stream().noneMatch(Lamp::pending)) {
      Instant since =
          lamps.stream()
              .map(Lamp::takeChange)
              .filter(Objects::nonNull)
              .min(Comparator.naturalOrder())
              .orElse(at);
      held = shown(since, at);
    }
    return held;
  }

  private Reading shown(Instant since, Instant at) {
    String lit = lit();
    State state = lights.meaning(lit).orElse(State.UNKNOWN);
    if (state == State.RUNNING) {
      watch.ifPresent(w -> w.start(since));
      return silent()
          ? new Reading(State.STOPPED, words(lit) + ", but no parts", silentFrom(at))
          : new Reading(State.RUNNING, null, since);
    }
    watch.ifPresent(PulseWatch::stop);
    boolean dark = lit.equals("off");
    return new Reading(
        state,
        dark && state == State.UNKNOWN
            ? "all lamps are off; no signal says whether there is power"
            : dark ? "all lamps are off" : words(lit),
        since);
  }

  /** The lamp that counts: the first lit one, by precedence, that means anything. */
  private String lit() {
    return Stream.of(
            name("red", red), name("green", green), name("amber", amber), name("blue", blue))
        .filter(name -> lights.meaning(name).isPresent())
        .findFirst()
        .orElse("off");
  }

  /** The lamp as meanings name it; nothing means a lamp that is off. */
  private static String name(String colour, Optional<Lamp> lamp) {
    return switch (mode(lamp)) {
      case OFF -> "";
      case ON -> colour;
      case BLINKING -> colour + "-blinking";
    };
  }

  private static String words(String lit) {
    return lit.endsWith("-blinking") ? lit.replace("-blinking", " lamp blinking") : lit + " lamp";
  }

  @Override
  public Optional<Instant> deadline() {
    return Stream.concat(
            lamps.stream().map(Lamp::deadline), watch.map(PulseWatch::deadline).stream())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  @Override
  public void expire(Instant at) {
    lamps.forEach(lamp -> lamp.expire(at));
    watch.ifPresent(w -> w.expire(at));
  }

  @Override
  public Instant settled(Instant at) {
    return Stream.concat(
            lamps.stream().map(lamp -> lamp.settled(at)),
            watch.map(w -> untold() ? w.silentFrom(at) : w.settled(at)).stream())
        .min(Comparator.naturalOrder())
        .orElse(at);
  }

  @Override
  public void resume(Instant at) {
    lamps.forEach(lamp -> lamp.resume(at));
    watch.ifPresent(w -> w.resume(at));
  }

  /** Whether a silence was noticed while an undecided lamp keeps it from being said. */
  private boolean untold() {
    return silent() && held != null && held.state() == State.RUNNING;
  }

  private boolean silent() {
    return watch.map(PulseWatch::silent).orElse(false);
  }

  private Instant silentFrom(Instant at) {
    return watch.map(w -> w.silentFrom(at)).orElse(at);
  }

  private Stream<Lamp> all() {
    return Stream.concat(lamps.stream(), blue.stream());
  }

  private static Mode mode(Optional<Lamp> lamp) {
    return lamp.map(Lamp::mode).orElse(Mode.OFF);
  }
}
