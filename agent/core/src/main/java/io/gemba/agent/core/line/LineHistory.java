package io.gemba.agent.core.line;

import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.cloud.spi.ShiftKpi;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a line did, once it is settled and will not be dated differently any more. One
 * thread.
 */
final class LineHistory {
  private final Consumer<Sample> out;
  private final Stops stops = new Stops();
  private @Nullable Piece last;

  LineHistory(Consumer<Sample> out) {
    this.out = out;
  }

  /** A stretch of time that is settled; stretches come in order and without holes. */
  void settled(Piece piece) {
    Piece before = last;
    last = piece;
    if (before == null || before.state() != piece.state()) {
      say(LineDevice.STATE, Value.of(piece.state().name()), piece.from());
    }
    if (before == null || !Objects.equals(before.cause(), piece.cause())) {
      say(LineDevice.CAUSE, Value.of(Objects.requireNonNullElse(piece.cause(), "")), piece.from());
    }
    Stop ended = stops.add(piece);
    if (ended != null) {
      say(LineDevice.STOP, stop(ended), ended.from());
    }
  }

  /** A person said why a line stopped; an empty reason takes it back. */
  void explained(Stop stop, String by) {
    Fields fields = new Fields();
    fields.put("from", stop.from());
    fields.put("reason", Objects.requireNonNullElse(stop.reason(), ""));
    fields.put("by", by);
    say(LineDevice.REASON, fields.value(), stop.from());
  }

  /** What the shift has counted so far. */
  void counts(ShiftKpi kpi) {
    Fields fields = new Fields();
    fields.put("shift", kpi.shiftFrom());
    fields.put("good", kpi.good());
    fields.put("reject", kpi.reject());
    fields.put("target", kpi.targetNow());
    say(LineDevice.COUNTS, fields.value(), kpi.at());
  }

  /** A shift has ended. */
  void shift(ShiftKpi kpi, Map<State, Long> millis) {
    counts(kpi);
    Fields fields = new Fields();
    fields.put("from", kpi.shiftFrom());
    fields.put("to", kpi.shiftTo());
    fields.put("good", kpi.good());
    fields.put("reject", kpi.reject());
    fields.put("target", kpi.target());
    fields.put("oee", kpi.oee());
    fields.put("availability", kpi.availability());
    fields.put("performance", kpi.performance());
    fields.put("quality", kpi.quality());
    fields.put("coverage", kpi.coverage());
    fields.put("idealCycleMs", kpi.idealCycle().toMillis());
    fields.put("aptMs", kpi.productionTime().toMillis());
    fields.put("pbtMs", kpi.busyTime().toMillis());
    fields.put("knownMs", kpi.knownTime().toMillis());
    fields.put("stops", kpi.stops().count());
    fields.put("minorStops", kpi.stops().minor());
    fields.put("stopMs", kpi.stops().time().toMillis());
    fields.put("unexplainedMs", kpi.stops().unexplained().toMillis());
    fields.put("faults", kpi.stops().faults());
    fields.put("faultMs", kpi.stops().faultTime().toMillis());
    fields.put("energyKwh", kpi.energy());
    for (State state : State.values()) {
      long time = millis.getOrDefault(state, 0L);
      if (time > 0) {
        fields.put(state.name().toLowerCase(Locale.ROOT) + "Ms", time);
      }
    }
    say(LineDevice.SHIFT, fields.value(), kpi.at());
  }

  private static Value stop(Stop stop) {
    Fields fields = new Fields();
    fields.put("from", stop.from());
    fields.put("ms", stop.millis());
    fields.put("state", stop.state().name());
    Optional.ofNullable(stop.cause()).ifPresent(cause -> fields.put("cause", cause));
    fields.put("unexplainedMs", stop.unexplained());
    fields.put("faultMs", stop.fault());
    return fields.value();
  }

  private void say(String point, Value value, Instant at) {
    out.accept(Sample.good(point, value, at));
  }

  /** An object under construction; what is not known is left out. */
  private static final class Fields {
    private final Map<String, Value> values = new LinkedHashMap<>();

    void put(String name, String text) {
      values.put(name, Value.of(text));
    }

    void put(String name, long number) {
      values.put(name, Value.of(number));
    }

    void put(String name, Instant at) {
      put(name, at.toEpochMilli());
    }

    void put(String name, OptionalLong number) {
      number.ifPresent(known -> put(name, known));
    }

    void put(String name, OptionalDouble number) {
      if (number.isPresent() && Double.isFinite(number.getAsDouble())) {
        values.put(name, Value.of(number.getAsDouble()));
      }
    }

    Value value() {
      return new Value.Fields(values);
    }
  }
}
