package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.config.LineConfig.Rule;
import io.gemba.agent.core.config.LineConfig.Rules;
import io.gemba.agent.core.formula.FormulaException;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The first rule that holds says the state. A rule that cannot be worked out, because one of its
 * points has no value to trust, ends the search: nobody knows whether it would have held.
 */
final class RulesSensor implements StateSensor {
  private final List<Rule> rules;
  private final Map<PointRef, Signal> signals = new LinkedHashMap<>();
  private @Nullable Reading held;

  RulesSensor(Rules config) {
    this.rules = config.rules();
    rules.stream()
        .flatMap(rule -> rule.points().values().stream())
        .forEach(point -> signals.computeIfAbsent(point, Signal::new));
  }

  @Override
  public Stream<PointRef> points() {
    return signals.keySet().stream();
  }

  @Override
  public void observe(PointRef point, Sample sample, Instant at) {
    Signal signal = signals.get(point);
    if (signal != null) {
      signal.observe(sample);
      held = null;
    }
  }

  @Override
  public void lost(String device, Instant at) {
    signals.values().forEach(signal -> signal.lost(device));
    held = null;
  }

  @Override
  public Reading reading(Instant at) {
    Reading reading = held == null ? asked(at) : held;
    held = reading;
    return reading;
  }

  private Reading asked(Instant at) {
    for (Rule rule : rules) {
      try {
        if (rule.when().holds(name -> value(rule, name))) {
          return new Reading(rule.state(), rule.cause(), at);
        }
      } catch (FormulaException e) {
        return Reading.unknown(trouble(rule, e), at);
      }
    }
    return Reading.unknown("no rule holds", at);
  }

  private @Nullable Value value(Rule rule, String name) {
    Signal signal = signals.get(rule.points().get(name));
    return signal == null ? null : signal.value();
  }

  private String trouble(Rule rule, FormulaException e) {
    return rule.points().values().stream()
        .map(signals::get)
        .filter(signal -> signal != null && signal.value() == null)
        .map(Signal::trouble)
        .findFirst()
        .orElseGet(() -> "the rule '" + rule.when() + "': " + e.words());
  }
}
