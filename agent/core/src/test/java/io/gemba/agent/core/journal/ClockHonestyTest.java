package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.clock.ClockSource.Basis;
import io.gemba.agent.core.clock.ClockWatch;
import io.gemba.agent.core.clock.SteppedSource;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.cloud.spi.ClockEvent.Kind;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway without a battery: samples before the clock is set, and every kind of step after. */
class ClockHonestyTest extends JournalTestBase {
  private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration WINDOW = Duration.ofMillis(250);

  private final SteppedSource machine = new SteppedSource("2026-11-20T08:00:00Z");
  private Journal journal;
  private Outbox hq;
  private Inbox inbox;
  private ClockWatch watch;
  private JournalWriter writer;

  @BeforeEach
  void start() throws JournalException {
    journal = Journal.open(config(1 << 30, WhenFull.DROP_OLDEST), machine);
    hq = journal.outbox("hq");
    inbox = new Inbox(1_000, machine::bootNanos);
    watch = new ClockWatch(machine, BUILT);
    if (journal.clockWasSet(watch.bootId())) {
      watch.believe(Basis.EARLIER_RUN);
    }
    writer = new JournalWriter(journal, inbox, WINDOW, machine::bootNanos, watch);
  }

  private void read(String point, Instant sourceTime) {
    inbox.sinkFor(PRESS).accept(Sample.good(point, Value.of(1), sourceTime));
  }

  /** A reading stamped by the gateway, and the window it is committed in. */
  private void readNow() {
    read("oil-temp", machine.instant());
    machine.pass(WINDOW);
    writer.cycle(false);
  }

  private List<Entry> take() throws JournalException {
    List<Entry> entries = new ArrayList<>();
    for (Entry e = hq.next(0, hq.head()); e != null; e = hq.next(0, hq.head())) {
      hq.release(e.id());
      entries.add(e);
    }
    return entries;
  }

  private static List<Entry.Clock> clocks(List<Entry> entries) {
    return entries.stream()
        .filter(Entry.Clock.class::isInstance)
        .map(Entry.Clock.class::cast)
        .toList();
  }

  private static List<Instant> times(List<Entry> entries) {
    return blocks(entries).stream()
        .flatMap(b -> b.samples().stream())
        .map(Sample::sourceTime)
        .toList();
  }

  @Test
  void samplesLeaveMarkedWhileTheClockIsNotSet() throws Exception {
    readNow();
    assertThat(blocks(take()))
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.clockSynced()).isFalse();
              assertThat(block.skew()).isNull();
            });
  }

  @Test
  void whatHasNotLeftIsPutRightWhenTheClockIsSet() throws Exception {
    readNow();
    machine.pass(Duration.ofMinutes(10));
    readNow();
    machine.set("2026-11-23T12:00:00Z");
    readNow();
    List<Entry> entries = take();
    assertThat(times(entries))
        .containsExactly(
            Instant.parse("2026-11-23T11:49:59.500Z"),
            Instant.parse("2026-11-23T11:59:59.750Z"),
            Instant.parse("2026-11-23T12:00:00Z"));
    assertThat(blocks(entries)).allMatch(Entry.Block::clockSynced);
    assertEveryNumberOnce(withoutClocks(entries), 4);
  }

  @Test
  void historyKeepsTheDevicesTimesWhateverHappensToTheClock() throws Exception {
    Instant then = Instant.parse("2026-11-23T03:00:00Z");
    readBack(then);
    readNow();
    machine.set("2026-11-23T12:00:00Z");
    readBack(then.plusSeconds(1));
    readNow();
    List<Entry.Block> history = blocks(take()).stream().filter(Entry.Block::historic).toList();
    assertThat(times(List.copyOf(history))).containsExactly(then, then.plusSeconds(1));
    assertThat(history).allMatch(block -> block.skew() == null);
  }

  private void readBack(Instant sourceTime) {
    assertThat(
            inbox.sinkFor(PRESS).history(List.of(Sample.good("oil-temp", Value.of(1), sourceTime))))
        .isTrue();
  }

  private static List<Entry> withoutClocks(List<Entry> entries) {
    return entries.stream().filter(e -> !(e instanceof Entry.Clock)).toList();
  }

  @Test
  void whatHasLeftIsNamedSoThatTheReceiverCanPutItRight() throws Exception {
    Instant wrong = machine.instant();
    readNow();
    readNow();
    assertThat(times(take())).containsExactly(wrong, wrong.plus(WINDOW));
    machine.set("2026-11-23T12:00:00Z");
    readNow();
    assertThat(clocks(take()))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.kind()).isEqualTo(Kind.SET);
              assertThat(event.device()).isEqualTo(PRESS);
              assertThat(event.boot()).isEqualTo("boot-1");
              assertThat(event.from()).isEqualTo(1);
              assertThat(event.to()).isEqualTo(2);
              assertThat(wrong.plus(event.offset()))
                  .isEqualTo(Instant.parse("2026-11-23T11:59:59.500Z"));
              assertThat(event.after()).isEqualTo(Instant.parse("2026-11-23T12:00:00.250Z"));
            });
  }

  @Test
  void theWindowInWhichTheClockIsSetIsCutAtTheStep() throws Exception {
    read("oil-temp", machine.instant());
    machine.pass(Duration.ofMillis(100));
    read("oil-temp", machine.instant());
    machine.set("2026-11-23T12:00:00Z");
    read("oil-temp", machine.instant());
    machine.pass(Duration.ofMillis(150));
    writer.cycle(false);
    List<Entry> entries = take();
    assertThat(times(entries))
        .containsExactly(
            Instant.parse("2026-11-23T11:59:59.900Z"),
            Instant.parse("2026-11-23T12:00:00Z"),
            Instant.parse("2026-11-23T12:00:00Z"));
    assertThat(blocks(entries)).hasSize(2).allMatch(b -> b.skew() == null);
    assertEveryNumberOnce(withoutClocks(entries), 4);
  }

  @Test
  void timesOfTheMachinesOwnClockAreLeftAlone() throws Exception {
    Instant plc = Instant.parse("2026-11-23T11:59:58Z");
    read("oil-temp", machine.instant());
    read("plc-temp", plc);
    machine.pass(WINDOW);
    writer.cycle(false);
    Entry.Block before = (Entry.Block) hq.next(0, hq.head());
    assertThat(before.skew()).isNotNull();
    assertThat(before.skew().concerns(0)).isFalse();
    assertThat(before.skew().concerns(1)).isTrue();
    assertThat(before.skew().gateway()).isEqualTo(machine.instant());
    machine.set("2026-11-23T12:00:00Z");
    writer.cycle(false);
    List<Entry> entries = take();
    assertThat(clocks(entries)).as("nothing was read since, and yet it is told").hasSize(1);
    Entry.Block after = blocks(entries).getFirst();
    assertThat(after.samples().get(0).sourceTime())
        .isEqualTo(Instant.parse("2026-11-23T11:59:59.750Z"));
    assertThat(after.samples().get(1).sourceTime()).isEqualTo(plc);
    assertThat(after.skew().gateway()).isEqualTo(Instant.parse("2026-11-23T12:00:00Z"));
    assertThat(after.skew().concerns(1)).isTrue();
  }

  @Test
  void aDeviceWithAWrongClockShowsBothTimes() throws Exception {
    machine.vouch(Basis.NTP);
    read("oil-temp", Instant.parse("2019-05-05T05:05:05Z"));
    machine.pass(WINDOW);
    writer.cycle(false);
    assertThat(blocks(take()))
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.clockSynced()).isTrue();
              assertThat(block.samples().getFirst().sourceTime())
                  .isEqualTo(Instant.parse("2019-05-05T05:05:05Z"));
              assertThat(block.skew()).isNotNull();
              assertThat(block.skew().gateway()).isEqualTo(machine.instant());
            });
  }

  @Test
  void stepsOfASetClockAreNamedAndReorderNothing() throws Exception {
    machine.vouch(Basis.NTP);
    readNow();
    machine.set("2026-11-20T07:00:00Z");
    readNow();
    readNow();
    List<Entry> entries = take();
    assertThat(times(entries)).hasSize(3).first().isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
    assertThat(times(entries).get(1)).isEqualTo(Instant.parse("2026-11-20T07:00:00Z"));
    assertThat(clocks(entries))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.kind()).isEqualTo(Kind.STEP);
              assertThat(event.offset()).isEqualTo(Duration.ofMillis(-3_600_250));
              assertThat(event.from()).isEqualTo(2);
              assertThat(event.to()).isEqualTo(1);
            });
    assertThat(blocks(entries)).extracting(Entry.Block::firstSeq).containsExactly(1L, 2L, 3L);
    assertThat(blocks(entries)).allMatch(Entry.Block::clockSynced);
  }

  @Test
  void aClockThatNeverRestsIsNamedEveryTenSecondsAtMost() throws Exception {
    machine.vouch(Basis.NTP);
    readNow();
    for (int i = 0; i < 80; i++) {
      machine.set(machine.instant().plusSeconds(60).toString());
      readNow();
    }
    List<Entry> entries = take();
    assertThat(clocks(entries)).hasSize(2);
    assertEveryNumberOnce(withoutClocks(entries), 82);
  }

  @Test
  void journalsThatStartEmptyBootAfterBootDoNotGrow() throws Exception {
    for (int boot = 0; boot < 5; boot++) {
      readNow();
      take();
      journal.close();
      machine.reboot("boot-" + (10 + boot), "2026-11-20T08:00:00Z");
      start();
    }
    readNow();
    assertThat(journal.ledger.clock.size()).isLessThanOrEqualTo(6);
    journal.close();
    start();
    assertThat(journal.ledger.clock.size()).isLessThanOrEqualTo(2);
  }

  @Test
  void aClockSteppedSeveralTimesBeforeItIsSetIsPutRightStretchByStretch() throws Exception {
    machine.set("1990-01-01T00:00:00Z");
    readNow();
    machine.set("1990-06-01T00:00:00Z");
    readNow();
    assertThat(blocks(take())).noneMatch(Entry.Block::clockSynced);
    machine.set("2026-11-23T12:00:00Z");
    writer.cycle(false);
    List<Entry.Clock> events = clocks(take());
    assertThat(events).extracting(Entry.Clock::kind).containsExactly(Kind.SET, Kind.SET);
    assertThat(events).extracting(Entry.Clock::from).containsExactly(1L, 2L);
    assertThat(Instant.parse("1990-01-01T00:00:00Z").plus(events.get(0).offset()))
        .isEqualTo(Instant.parse("2026-11-23T11:59:59.500Z"));
    assertThat(Instant.parse("1990-06-01T00:00:00Z").plus(events.get(1).offset()))
        .isEqualTo(Instant.parse("2026-11-23T11:59:59.750Z"));
  }

  @Test
  void kill9InTheSameBootStillPutsRightWhatWaits() throws Exception {
    readNow();
    kill(journal);
    machine.pass(Duration.ofMinutes(1));
    start();
    readNow();
    machine.set("2026-11-23T12:00:00Z");
    readNow();
    List<Entry> entries = take();
    assertThat(times(entries))
        .containsExactly(
            Instant.parse("2026-11-23T11:58:59.500Z"),
            Instant.parse("2026-11-23T11:59:59.750Z"),
            Instant.parse("2026-11-23T12:00:00Z"));
    assertThat(gaps(entries))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.cause()).isEqualTo("unclean-stop");
              assertThat(gap.end()).isBetween("2026-11-23T11:58:00Z", "2026-11-23T12:00:00Z");
            });
    kill(journal);
    start();
    assertThat(watch.state().basis()).as("remembered").isEqualTo(Basis.EARLIER_RUN);
  }

  @Test
  void anotherBootPutsNothingRightBecauseNobodyKnowsHowLongTheMachineWasOff() throws Exception {
    Instant wrong = machine.instant();
    readNow();
    kill(journal);
    machine.reboot("boot-2", "2026-11-20T08:00:00Z");
    start();
    readNow();
    machine.set("2026-11-23T12:00:00Z");
    readNow();
    List<Entry> entries = take();
    assertThat(blocks(entries))
        .extracting(Entry.Block::clockSynced)
        .containsExactly(false, true, true);
    assertThat(times(entries).getFirst()).isEqualTo(wrong);
    assertThat(clocks(entries)).singleElement().satisfies(e -> assertThat(e.from()).isEqualTo(2));
  }

  @Test
  void aJournalFromBeforeTheClockTableOpensAndGoesOn() throws Exception {
    readNow();
    journal.close();
    sql("DROP TABLE clock");
    start();
    readNow();
    assertThat(times(take())).hasSize(2);
  }

  @Test
  void samplesThatWaitedForAFailedDiskKeepTheMarkOfTheirTime() throws Exception {
    kill(journal);
    readNow();
    assertThat(writer.problem()).isNotNull();
    machine.set("2026-11-23T12:00:00Z");
    machine.pass(Duration.ofSeconds(5));
    writer.cycle(false);
    assertThat(writer.problem()).isNull();
    writer.cycle(false);
    List<Entry> entries = take();
    assertThat(times(entries)).containsExactly(Instant.parse("2026-11-23T11:59:59.750Z"));
    assertThat(blocks(entries)).allMatch(Entry.Block::clockSynced);
  }

  @AfterEach
  void stop() throws JournalException {
    journal.close();
  }
}
