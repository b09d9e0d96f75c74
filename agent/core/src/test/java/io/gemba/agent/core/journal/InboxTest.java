package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InboxTest {
  private static final DeviceRef PRESS = new DeviceRef("press1", "a/b/c");
  private static final DeviceRef MAD = new DeviceRef("mad", "a/b/d");
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  private final SteppedClock clock = new SteppedClock();
  private final Inbox inbox = new Inbox(100, clock::ticks);

  private static List<Sample> samples(int count) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(Sample.good("p", Value.of(i), NOW.plusMillis(i)));
    }
    return samples;
  }

  @Test
  void keepsTheOrderOfADevice() {
    SampleSink sink = inbox.sinkFor(PRESS);
    List<Sample> samples = samples(20);
    sink.accept(samples.subList(0, 7));
    samples.subList(7, 20).forEach(sink::accept);
    Inbox.Drained drained = inbox.drain(false);
    assertThat(drained.samples()).containsExactly(new DeviceSamples(PRESS, samples));
    assertThat(drained.gaps()).isEmpty();
    assertThat(inbox.drain(false).isEmpty()).isTrue();
    assertThat(inbox.size()).isZero();
  }

  @Test
  void aLoneDeviceHasAllTheRoom() {
    SampleSink sink = inbox.sinkFor(PRESS);
    sink.accept(samples(100));
    assertThat(inbox.drain(false).gaps()).isEmpty();
    sink.accept(samples(100));
    assertThat(inbox.drain(false).gaps()).as("its places are given back").isEmpty();
  }

  @Test
  void whatDoesNotFitTakesNumbersAndIsNamed() {
    SampleSink sink = inbox.sinkFor(PRESS);
    sink.accept(samples(130));
    Inbox.Drained drained = inbox.drain(false);
    assertThat(drained.samples().getFirst().samples()).hasSize(100);
    assertThat(drained.gaps())
        .containsExactly(
            new GapDraft(
                PRESS, NOW.plusMillis(100), NOW.plusMillis(129), "inbox-full", 30, null, 30));
  }

  @Test
  void aMadDeviceCannotStarveAnother() {
    SampleSink mad = inbox.sinkFor(MAD);
    SampleSink press = inbox.sinkFor(PRESS);
    mad.accept(samples(10_000));
    press.accept(samples(25));
    Inbox.Drained drained = inbox.drain(false);
    assertThat(drained.gaps()).extracting(GapDraft::device).containsExactly(MAD);
    assertThat(drained.samples())
        .anySatisfy(
            part -> {
              assertThat(part.device()).isEqualTo(PRESS);
              assertThat(part.samples()).hasSize(25);
            });
  }

  @Test
  void oneGapRecordPerCauseInTenSeconds() {
    SampleSink sink = inbox.sinkFor(PRESS);
    sink.lost(new Loss("speed", "queue-overflow", 1, NOW, NOW));
    assertThat(inbox.drain(false).gaps()).hasSize(1);
    sink.lost(new Loss("speed", "queue-overflow", 2, NOW.plusSeconds(1), NOW.plusSeconds(2)));
    sink.lost(new Loss("speed", "queue-overflow", 3, NOW.plusSeconds(3), NOW.plusSeconds(4)));
    assertThat(inbox.drain(false).gaps()).isEmpty();
    clock.pass(Duration.ofSeconds(10));
    assertThat(inbox.drain(false).gaps())
        .containsExactly(
            new GapDraft(
                PRESS, NOW.plusSeconds(1), NOW.plusSeconds(4), "queue-overflow", 5, "speed", 0));
    sink.lost(new Loss("speed", "queue-overflow", Loss.UNKNOWN_COUNT, NOW, NOW));
    assertThat(inbox.drain(true).gaps())
        .as("a last drain keeps nothing back")
        .singleElement()
        .extracting(GapDraft::lost)
        .isEqualTo(-1L);
  }

  @Test
  void severalPointsThatLoseShareTheRecordOfTheirCause() {
    SampleSink sink = inbox.sinkFor(PRESS);
    for (int p = 0; p < 1_000; p++) {
      sink.lost(new Loss("point-" + p, "queue-overflow", 2, NOW, NOW.plusSeconds(p)));
    }
    assertThat(inbox.drain(false).gaps())
        .containsExactly(
            new GapDraft(PRESS, NOW, NOW.plusSeconds(999), "queue-overflow", 2_000, null, 0));
  }

  @Test
  void causesWithoutEndDoNotFillTheMemory() {
    SampleSink sink = inbox.sinkFor(PRESS);
    for (int i = 0; i < 10_000; i++) {
      sink.lost(new Loss(null, "cause-" + i, 1, NOW, NOW));
    }
    List<GapDraft> gaps = inbox.drain(false).gaps();
    assertThat(gaps).hasSize(101);
    assertThat(gaps.stream().mapToLong(GapDraft::lost).sum()).isEqualTo(10_000);
  }

  @Test
  void aFaultyAdapterDoesNoHarm() {
    SampleSink sink = inbox.sinkFor(PRESS);
    Value deep = Value.of(1);
    for (int i = 0; i < 100; i++) {
      deep = new Value.Items(List.of(deep));
    }
    sink.accept(Sample.good("deep", deep, NOW));
    sink.accept(Sample.good("large", new Value.Bytes(new byte[2 << 20]), NOW));
    sink.accept(noPoint());
    Inbox.Drained drained = inbox.drain(false);
    assertThat(drained.samples().getFirst().samples())
        .containsExactly(
            new Sample("deep", Value.NONE, Quality.BAD, 0x80080000L, NOW),
            new Sample("large", Value.NONE, Quality.BAD, 0x80080000L, NOW));
    assertThat(drained.gaps()).singleElement().extracting(GapDraft::cause).isEqualTo("invalid");
  }

  @Test
  @SuppressWarnings("NullAway") // what an adapter without null checks may do
  void aLossWithHolesIsStillALoss() {
    inbox.sinkFor(PRESS).lost(new Loss("p", null, 3, NOW, null));
    assertThat(inbox.drain(false).gaps())
        .containsExactly(new GapDraft(PRESS, NOW, NOW, "unknown", 3, "p", 0));
  }

  @SuppressWarnings("NullAway") // what an adapter without null checks may do
  private static Sample noPoint() {
    return new Sample(null, Value.NONE, Quality.GOOD, 0, NOW);
  }

  @Test
  void wakesTheWriterOnceWhenItFills() {
    AtomicInteger woken = new AtomicInteger();
    inbox.wakeAt(50, woken::incrementAndGet);
    SampleSink sink = inbox.sinkFor(PRESS);
    samples(80).forEach(sink::accept);
    assertThat(woken).hasValue(1);
    inbox.drain(false);
    sink.accept(samples(60));
    assertThat(woken).hasValue(2);
  }

  @Test
  void nothingIsLostBetweenManyThreads() throws Exception {
    Inbox large = new Inbox(1_000_000, clock::ticks);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      SampleSink sink = large.sinkFor(t % 2 == 0 ? PRESS : MAD);
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int i = 0; i < 200; i++) {
                  sink.accept(samples(100));
                }
              }));
    }
    long count = 0;
    while (threads.stream().anyMatch(Thread::isAlive)) {
      count += count(large.drain(false));
    }
    count += count(large.drain(true));
    assertThat(count).isEqualTo(4 * 200 * 100);
    assertThat(large.size()).isZero();
  }

  private static long count(Inbox.Drained drained) {
    assertThat(drained.gaps()).isEmpty();
    return drained.samples().stream().mapToLong(part -> part.samples().size()).sum();
  }
}
