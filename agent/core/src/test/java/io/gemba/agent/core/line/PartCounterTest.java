package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PartCounterTest {
  private final PartCounter counter = new PartCounter(LineBench.point("good"));

  @Test
  void isNotKnownUntilSeenAndStartsAtNothing() {
    assertThat(counter.count()).isEmpty();
    see(Value.of(5000));
    assertThat(counter.count()).hasValue(0);
  }

  @Test
  void countsWhatTheMachineCounts() {
    see(Value.of(5000), Value.of(5003), new Value.UInt(5004), new Value.Real(5006.0));
    assertThat(counter.count()).hasValue(6);
  }

  @Test
  void aFallIsAResetAndGoesOnFromZero() {
    see(Value.of(5000), Value.of(5003), Value.of(2), Value.of(0), Value.of(1));
    assertThat(counter.count()).hasValue(6);
  }

  @Test
  void neverCountsBackwardsOnNegativeOrBrokenNumbers() {
    see(Value.of(3), Value.of(-7), new Value.Real(Double.NaN), Value.of(-5), Value.of("12"));
    assertThat(counter.count()).hasValue(2);
    counter.observe(LineBench.point("good"), Sample.bad("good", 0, Instant.EPOCH));
    assertThat(counter.count()).hasValue(2);
  }

  @Test
  void countsRisingEdgesOfAPulse() {
    Value on = Value.of(true);
    Value off = Value.of(false);
    see(on, on, off, on, on, off, off, on);
    assertThat(counter.count()).hasValue(2);
    counter.lost("press");
    see(on, off, on);
    assertThat(counter.count()).hasValue(3);
  }

  @Test
  void countsUnsignedNumbersBeyondTheSign() {
    see(new Value.UInt(-4096), new Value.UInt(-2048));
    assertThat(counter.count()).hasValue(2048);
  }

  private void see(Value... values) {
    for (Value value : values) {
      counter.observe(LineBench.point("good"), Sample.good("good", value, Instant.EPOCH));
    }
  }
}
