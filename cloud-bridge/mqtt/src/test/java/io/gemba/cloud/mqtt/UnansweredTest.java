package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.spi.Delivery;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnansweredTest {
  private static final Delivery ACCEPTED = new Delivery.Accepted();

  private final AtomicLong now = new AtomicLong();
  private final Unanswered unanswered = new Unanswered(now::get);

  @Test
  void isOverdueWhenNothingIsAnsweredAtAll() {
    now.set(1000);
    unanswered.add(10);
    now.set(1100);
    assertThat(unanswered.overdue(100)).isFalse();
    now.set(1101);
    assertThat(unanswered.overdue(100)).isTrue();
  }

  /** A full window on a slow line must not end the session over and over. */
  @Test
  void isNotOverdueWhileAnswersKeepComing() {
    Unanswered.Entry[] entries = new Unanswered.Entry[10];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = unanswered.add(10);
    }
    for (Unanswered.Entry entry : entries) {
      now.addAndGet(90);
      assertThat(unanswered.overdue(100)).isFalse();
      entry.answer(ACCEPTED);
    }
    assertThat(unanswered.count()).isZero();
    now.addAndGet(10_000);
    assertThat(unanswered.overdue(100)).as("nothing is owed").isFalse();
  }

  @Test
  void isOverdueOnceItWasOvertaken() {
    unanswered.add(10);
    Unanswered.Entry later = unanswered.add(10);
    now.set(90);
    later.answer(ACCEPTED);
    assertThat(unanswered.overdue(100)).isFalse();
    now.set(101);
    assertThat(unanswered.overdue(100)).isTrue();
  }

  @Test
  void keepsTheFirstAnswerOnly() {
    Unanswered.Entry entry = unanswered.add(10);
    entry.answer(ACCEPTED);
    entry.settle(new Delivery.Unknown("too late"));
    unanswered.settleAll(new Delivery.Unknown("too late"));
    assertThat(entry.delivery()).isCompletedWithValue(ACCEPTED);
    assertThat(unanswered.count()).isZero();
  }

  @Test
  void findsTheLongest() {
    unanswered.add(10);
    Unanswered.Entry longest = unanswered.add(30);
    unanswered.add(20);
    assertThat(unanswered.longest()).contains(longest);
  }
}
