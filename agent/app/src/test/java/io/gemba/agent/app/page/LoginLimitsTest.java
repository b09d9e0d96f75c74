package io.gemba.agent.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginLimitsTest {
  private final AtomicLong now = new AtomicLong(-5);

  @Test
  void oneWhoGuessesWaitsLongerEachTimeAndNobodyElseDoes() {
    Throttle throttle = new Throttle(now::get);
    for (int i = 0; i < 4; i++) {
      throttle.wrong("192.0.2.1");
      assertThat(throttle.waitSeconds("192.0.2.1")).isZero();
    }
    throttle.wrong("192.0.2.1");
    assertThat(throttle.waitSeconds("192.0.2.1")).isEqualTo(60);
    assertThat(throttle.waitSeconds("192.0.2.2")).isZero();
    pass(Duration.ofSeconds(60));
    assertThat(throttle.waitSeconds("192.0.2.1")).isZero();
    throttle.wrong("192.0.2.1");
    assertThat(throttle.waitSeconds("192.0.2.1")).isEqualTo(120);
    throttle.right("192.0.2.1");
    assertThat(throttle.waitSeconds("192.0.2.1")).isZero();
  }

  @Test
  void guessingFromManyAddressesNeedsNoMemory() {
    Throttle throttle = new Throttle(now::get);
    for (int i = 0; i < 100_000; i++) {
      throttle.wrong("address " + i);
    }
    assertThat(throttle.waitSeconds("address 1")).isZero();
  }

  @Test
  void aSessionEndsAfterAQuarterOfAnHourWithoutUse() {
    Sessions sessions = new Sessions(now::get);
    Sessions.Session one = sessions.begin();
    pass(Duration.ofMinutes(14));
    assertThat(sessions.use(one.id())).isNotNull();
    pass(Duration.ofMinutes(14));
    assertThat(sessions.use(one.id())).isNotNull();
    pass(Duration.ofMinutes(16));
    assertThat(sessions.use(one.id())).isNull();
  }

  @Test
  void aSessionEndsAfterHalfADayHoweverMuchItIsUsed() {
    Sessions sessions = new Sessions(now::get);
    Sessions.Session one = sessions.begin();
    for (int i = 0; i < 72; i++) {
      pass(Duration.ofMinutes(10));
      assertThat(sessions.use(one.id())).isNotNull();
    }
    pass(Duration.ofMinutes(10));
    assertThat(sessions.use(one.id())).isNull();
    assertThat(sessions.use(null)).isNull();
    assertThat(sessions.use("guessed")).isNull();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
