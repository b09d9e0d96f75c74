package io.gemba.agent.core.derived;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.formula.Formula;
import io.gemba.agent.core.formula.FormulaException;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One point that is computed: the worst quality of its inputs, the newest of their source times,
 * and always a real number where the formula comes to a number. One thread.
 */
final class DerivedPoint {
  /** OPC 10000-4 §7.39: bad, for no reason that has a code of its own. */
  private static final long BAD = 0x80000000L;

  private final String name;
  private final Formula formula;
  private final Map<PointRef, String> inputs = new LinkedHashMap<>();
  private final Map<String, Sample> newest = new LinkedHashMap<>();
  private @Nullable String problem;

  private DerivedPoint(String name, Formula formula) {
    this.name = name;
    this.formula = formula;
    for (String written : formula.points()) {
      int slash = written.indexOf('/');
      inputs.put(
          new PointRef(written.substring(0, Math.max(0, slash)), written.substring(slash + 1)),
          written);
    }
  }

  static DerivedPoint of(String name, String formula) throws FormulaException {
    return new DerivedPoint(name, Formula.parse(formula));
  }

  String name() {
    return name;
  }

  Set<PointRef> inputs() {
    return inputs.keySet();
  }

  /** Takes in a sample; whether it is of one of its inputs. */
  boolean observe(PointRef point, Sample sample) {
    String written = inputs.get(point);
    if (written == null) {
      return false;
    }
    newest.put(written, sample);
    return true;
  }

  /** Why the formula came to nothing the last time, in words; null = it came to something. */
  @Nullable String problem() {
    return problem;
  }

  /** What it comes to now; empty until every input has said something. */
  Optional<Sample> compute() {
    if (newest.size() < inputs.size() || inputs.isEmpty()) {
      return Optional.empty();
    }
    Sample worst =
        newest.values().stream().max(Comparator.comparing(DerivedPoint::trust)).orElseThrow();
    Instant at =
        newest.values().stream().map(Sample::sourceTime).max(Instant::compareTo).orElseThrow();
    if (trust(worst) == Quality.BAD) {
      problem = null; // it is the input's
      return Optional.of(Sample.bad(name, worst.statusCode(), at));
    }
    try {
      Value value = real(formula.value(this::input));
      problem = null;
      return Optional.of(new Sample(name, value, worst.quality(), worst.statusCode(), at));
    } catch (FormulaException e) {
      problem = e.words();
      return Optional.of(Sample.bad(name, BAD, at));
    }
  }

  private @Nullable Value input(String written) {
    Sample sample = newest.get(written);
    return sample == null ? null : sample.value();
  }

  /** A good sample without a value is as good as a bad one. */
  private static Quality trust(Sample sample) {
    return sample.value() instanceof Value.None ? Quality.BAD : sample.quality();
  }

  /** A quotient that happens to be whole is no other type. */
  private static Value real(Value value) {
    return value instanceof Value.Int(long whole) ? Value.of((double) whole) : value;
  }
}
