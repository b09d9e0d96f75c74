package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JournalTest extends JournalTestBase {

  @Test
  void numbersAreContiguousPerDevice() throws Exception {
    Journal journal = open();
    append(journal, PRESS, 5);
    append(journal, ANDON, 3);
    List<Entry> third = append(journal, PRESS, 2);
    assertThat(blocks(third).getFirst().firstSeq()).isEqualTo(6);
    assertThat(journal.nextSeq("press1")).isEqualTo(8);
    assertThat(journal.nextSeq("andon3")).isEqualTo(4);
    assertThat(journal.nextSeq("never-seen")).isEqualTo(1);
  }

  @Test
  void deliversInTheOrderOfCommitsAndForgetsWhatIsReleased() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    append(journal, PRESS, 5);
    append(journal, ANDON, 3);
    assertThat(hq.head()).isEqualTo(2);
    assertThat(hq.pendingSamples()).isEqualTo(8);
    assertThat(hq.next(0, 2))
        .isInstanceOfSatisfying(
            Entry.Block.class,
            block -> {
              assertThat(block.device()).isEqualTo(PRESS);
              assertThat(block.samples()).isEqualTo(samples(5));
              assertThat(block.clockSynced()).isTrue();
            });
    assertThat(hq.next(1, 2)).extracting(Entry::id).isEqualTo(2L);
    hq.release(2);
    assertThat(hq.pendingSamples()).isEqualTo(5);
    assertThat(hq.next(1, 2)).isNull();
    hq.release(1);
    assertThat(hq.next(0, 2)).isNull();
    assertThat(hq.pendingSamples()).isZero();
  }

  @Test
  void everythingIsThereAfterACleanStopAndNoGapIsMade() throws Exception {
    Journal first = open();
    first.retainUplinks(Set.of("hq"));
    String id = first.id();
    List<Sample> mixed = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      mixed.add(RandomSamples.next(random));
    }
    first.append(List.of(new DeviceSamples(PRESS, mixed)), List.of(), false);
    first.close();
    Journal second = open();
    assertThat(second.id()).isEqualTo(id);
    List<Entry> entries = drain(second.outbox("hq"));
    assertThat(gaps(entries)).isEmpty();
    List<Sample> back = new ArrayList<>();
    for (Entry.Block block : blocks(entries)) {
      assertThat(block.firstSeq()).isEqualTo(back.size() + 1);
      assertThat(block.clockSynced()).isFalse();
      assertThat(block.samples()).hasSizeLessThanOrEqualTo(2_000);
      back.addAll(block.samples());
    }
    assertThat(back).isEqualTo(mixed);
    assertThat(second.nextSeq("press1")).isEqualTo(5_001);
  }

  @Test
  void releasesAreDurableWithTheNextCommit() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    append(journal, PRESS, 5);
    drain(hq);
    append(journal, PRESS, 1);
    kill(journal);
    Journal again = open();
    assertThat(blocks(drain(again.outbox("hq"))))
        .extracting(Entry.Block::firstSeq)
        .containsExactly(6L);
  }

  @Test
  void releasesAreWrittenAfterASecondOfSilence() throws Exception {
    Journal journal = open();
    append(journal, PRESS, 5);
    drain(journal.outbox("hq"));
    clock.pass(Duration.ofMillis(1_000));
    journal.maintain(true);
    kill(journal);
    assertThat(blocks(drain(open().outbox("hq")))).isEmpty();
  }

  @Test
  void anUncleanStopLeavesAGapForEveryDeviceThatWasActive() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("hq"));
    append(journal, ANDON, 1);
    journal.close();
    Journal second = open();
    append(second, PRESS, 5);
    kill(second);
    clock.pass(Duration.ofMinutes(3));
    Journal third = open();
    List<Entry.Gap> gaps = gaps(drain(third.outbox("hq")));
    assertThat(gaps).hasSize(1);
    Entry.Gap gap = gaps.getFirst();
    assertThat(gap.device()).isEqualTo(PRESS);
    assertThat(gap.cause()).isEqualTo("unclean-stop");
    assertThat(gap.from()).isEqualTo(6);
    assertThat(gap.to()).isEqualTo(5);
    assertThat(gap.lost()).isEqualTo(-1);
    assertThat(gap.end()).isEqualTo(clock.instant());
    assertThat(gap.start()).isBefore(clock.instant().minusSeconds(170));
    third.close();
    Journal fourth = open();
    assertThat(drain(fourth.outbox("hq"))).isEmpty();
  }

  @Test
  void namesEveryUncleanStopAlsoOneBeforeTheFirstCommitOfARun() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("hq"));
    append(journal, PRESS, 5);
    kill(journal);
    kill(open());
    Journal third = open();
    assertThat(gaps(drain(third.outbox("hq"))))
        .extracting(Entry.Gap::cause, Entry.Gap::from)
        .containsExactly(tuple("unclean-stop", 6L), tuple("unclean-stop", 6L));
    third.close();
    kill(open());
    assertThat(gaps(drain(open().outbox("hq")))).isEmpty();
  }

  @Test
  void aNewUplinkStartsWithEverythingStillThere() throws Exception {
    Journal journal = open();
    append(journal, PRESS, 5); // with no uplink at all, entries wait
    Outbox hq = journal.outbox("hq");
    append(journal, PRESS, 7);
    drain(hq);
    journal.outbox("slow");
    assertThat(journal.outbox("slow").pendingSamples()).isEqualTo(12);
    journal.close();
    Journal again = open();
    again.retainUplinks(Set.of("hq", "slow", "new"));
    assertThat(again.outbox("new").pendingSamples()).isEqualTo(12);
    assertThat(blocks(drain(again.outbox("new")))).hasSize(2);
    assertThat(blocks(drain(again.outbox("slow")))).hasSize(2);
    assertThat(again.outbox("hq").pendingSamples()).isZero();
  }

  @Test
  void anEntryIsDeletedOnceEveryUplinkHasIt() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("a", "b"));
    for (int i = 0; i < 200; i++) {
      append(journal, PRESS, 10);
    }
    drain(journal.outbox("a"));
    append(journal, PRESS, 1);
    assertThat(journal.status().entries()).isEqualTo(201);
    drain(journal.outbox("b"));
    drain(journal.outbox("a"));
    append(journal, PRESS, 1);
    assertThat(journal.status().entries()).isEqualTo(1);
    assertThat(journal.outbox("a").pendingSamples()).isEqualTo(1);
    Outbox late = journal.outbox("late");
    assertThat(late.pendingSamples()).isEqualTo(1);
    assertThat(drain(late)).hasSize(1);
    assertThat(late.pendingSamples()).isZero();
  }

  @Test
  void anUplinkThatIsRemovedHoldsNothingBack() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("a", "b"));
    for (int i = 0; i < 100; i++) {
      append(journal, PRESS, 10);
    }
    drain(journal.outbox("a"));
    journal.retainUplinks(Set.of("a"));
    append(journal, PRESS, 1);
    assertThat(journal.status().entries()).isEqualTo(1);
    assertThat(journal.status().uplinks())
        .extracting(JournalStatus.UplinkBacklog::name)
        .containsExactly("a");
  }

  @Test
  void whatIsSetAsideIsKeptCountedAndNamedForThatUplinkOnly() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    Outbox other = journal.outbox("other");
    append(journal, PRESS, 5);
    Entry entry = hq.next(0, hq.head());
    assertThat(entry).isNotNull();
    hq.setAside(entry.id(), "packet too large (0x95)");
    append(journal, PRESS, 1);
    List<Entry> rest = drain(hq);
    assertThat(gaps(rest))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.cause()).isEqualTo("refused");
              assertThat(gap.from()).isEqualTo(1);
              assertThat(gap.to()).isEqualTo(5);
            });
    assertThat(gaps(drain(other))).isEmpty();
    for (int i = 0; i < 100; i++) {
      append(journal, PRESS, 1);
      drain(hq);
      drain(other);
    }
    JournalStatus status = journal.status();
    assertThat(status.uplinks().getFirst().setAside()).isEqualTo(1);
    assertThat(status.uplinks().getLast().setAside()).isZero();
    journal.close();
    sqlCountsOne("SELECT count(*) FROM entry WHERE id=1");
    assertThat(open().status().uplinks().getFirst().setAside()).isEqualTo(1);
  }

  private void sqlCountsOne(String sql) throws Exception {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("gemba.db"));
        var rows = connection.createStatement().executeQuery(sql)) {
      assertThat(rows.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void gapsAreDeliveredInOrderLikeData() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    append(journal, PRESS, 2);
    GapDraft draft =
        new GapDraft(PRESS, clock.instant(), clock.instant(), "inbox-full", 4, "speed", 4);
    journal.append(List.of(), List.of(draft), true);
    append(journal, PRESS, 1);
    List<Entry> entries = drain(hq);
    assertThat(entries).hasSize(3);
    assertThat(entries.get(1))
        .isEqualTo(
            new Entry.Gap(
                2, PRESS, 3, 6, clock.instant(), clock.instant(), "inbox-full", 4, "speed"));
    assertThat(((Entry.Block) entries.get(2)).firstSeq()).isEqualTo(7);
  }

  @Test
  void aSecondAgentIsToldWhoHoldsTheJournal() throws Exception {
    open();
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    assertThatThrownBy(() -> JournalReport.read(directory))
        .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
  }

  @Test
  void aReportReadsAJournalThatNobodyHolds() throws Exception {
    Journal journal = open();
    journal.outbox("hq");
    append(journal, PRESS, 5);
    JournalStatus live = journal.status();
    journal.close();
    JournalStatus report = JournalReport.read(directory);
    assertThat(report.uplinks()).isEqualTo(live.uplinks());
    assertThat(report.devices()).isEqualTo(live.devices());
    assertThat(report.devices().getFirst().nextSeq()).isEqualTo(6);
    assertThat(report.uplinks().getFirst().oldest()).isEqualTo(clock.instant());
    assertThatThrownBy(() -> JournalReport.read(directory.resolve("nowhere")))
        .hasMessageContaining("no journal at");
  }

  @Test
  void aCorruptFileIsPutAsideAndANewJournalBegins() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("hq"));
    String id = journal.id();
    append(journal, PRESS, 5);
    journal.close();
    Path file = directory.resolve("gemba.db");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 0, 100, (byte) 0x5A);
    Files.write(file, bytes);
    Journal again = open();
    assertThat(again.id()).isNotEqualTo(id);
    assertThat(again.status().corruptFiles())
        .singleElement()
        .asString()
        .contains("gemba.db.corrupt-20261123T080000Z");
    assertThat(blocks(append(again, PRESS, 1)).getFirst().firstSeq()).isEqualTo(1);
  }

  @Test
  void aTornFileIsPutAsideAndANewJournalBegins() throws Exception {
    Journal journal = open();
    for (int i = 0; i < 50; i++) {
      append(journal, PRESS, 2_000);
    }
    journal.close();
    Path file = directory.resolve("gemba.db");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2 / 1024 * 1024 + 100));
    Journal again = open();
    append(again, PRESS, 1);
    assertThat(again.status().corruptFiles()).hasSize(1);
  }

  @Test
  void anEmptyFileIsANewJournal() throws Exception {
    Files.createFile(directory.resolve("gemba.db"));
    append(open(), PRESS, 1);
  }

  @Test
  void aJournalOfANewerGembaIsLeftAlone() throws Exception {
    open().close();
    sql("PRAGMA user_version=99");
    assertThatThrownBy(this::open).hasMessageContaining("newer Gemba");
    assertThat(Files.exists(directory.resolve("gemba.db"))).isTrue();
  }

  @Test
  void aCorruptBlockIsNamedAndNeverSent() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("hq", "other"));
    append(journal, PRESS, 5);
    append(journal, PRESS, 6);
    append(journal, PRESS, 7);
    drain(journal.outbox("other"));
    journal.close();
    sql("UPDATE entry SET body=zeroblob(length(body)) WHERE id=2");
    Journal again = open();
    Outbox hq = again.outbox("hq");
    assertThat(blocks(drain(hq))).extracting(Entry.Block::firstSeq).containsExactly(1L, 12L);
    append(again, PRESS, 1);
    assertThat(gaps(drain(hq)))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.cause()).isEqualTo("corrupt");
              assertThat(gap.from()).isEqualTo(6);
              assertThat(gap.to()).isEqualTo(11);
              assertThat(gap.lost()).isEqualTo(6);
            });
    assertThat(gaps(drain(again.outbox("other")))).isEmpty();
    assertThat(hq.pendingSamples()).isZero();
  }

  @Test
  void damageInTheMiddleOfTheFileNeitherStopsTheAgentNorPassesAsData() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("hq"));
    Random random = new Random(9);
    List<Sample> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<Sample> noise = new ArrayList<>();
      for (int s = 0; s < 2_000; s++) {
        noise.add(Sample.good("noise", Value.of(random.nextDouble()), clock.instant()));
      }
      sent.addAll(noise);
      journal.append(List.of(new DeviceSamples(PRESS, noise)), List.of(), true);
    }
    journal.close();
    Path file = directory.resolve("gemba.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < 40; i++) {
      bytes[random.nextInt(16_384, bytes.length)] ^= 0x10;
    }
    Files.write(file, bytes);
    Journal again = open();
    Outbox hq = again.outbox("hq");
    List<Entry> entries = new ArrayList<>();
    try {
      entries.addAll(drain(hq));
    } catch (JournalException e) {
      assertThat(e).hasMessageContaining("damaged");
      again.reopen();
    }
    for (Entry.Block block : blocks(entries)) {
      int first = (int) block.firstSeq() - 1;
      assertThat(block.samples()).isEqualTo(sent.subList(first, first + block.samples().size()));
    }
    append(again, PRESS, 1);
    assertThat(drain(hq)).isNotEmpty();
  }

  @Test
  void listenersHearOfEveryCommit() throws Exception {
    Journal journal = open();
    AtomicInteger commits = new AtomicInteger();
    journal.onCommit(commits::incrementAndGet);
    append(journal, PRESS, 1);
    append(journal, PRESS, 1);
    assertThat(commits).hasValue(2);
    assertThat(journal.commits()).isEqualTo(2);
  }

  @Test
  void aDeviceThatMovedIsDeliveredFromItsNewPlace() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    append(journal, PRESS, 1);
    DeviceRef moved = new DeviceRef("press1", "molding/l4/press1");
    append(journal, moved, 1);
    journal.close();
    Journal again = open();
    assertThat(hq.head()).isEqualTo(2);
    assertThat(drain(again.outbox("hq"))).extracting(Entry::device).containsOnly(moved);
    assertThat(again.nextSeq("press1")).isEqualTo(3);
  }

  @Test
  void afterAFailureReopeningTellsWhatIsDurable() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    append(journal, PRESS, 3);
    journal.limitPages(1);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 500; i++) {
                append(journal, PRESS, 2_000);
              }
            })
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("disk is full");
    assertThatThrownBy(() -> append(journal, PRESS, 1)).hasMessageContaining("failed before");
    long before = journal.commits();
    journal.limitPages(0);
    journal.reopen();
    assertThat(journal.commits()).isEqualTo(before);
    append(journal, PRESS, 1);
    assertEveryNumberOnce(drain(hq), journal.nextSeq("press1"));
  }

  @Test
  void largeValuesAreCutIntoSeveralBlocks() throws Exception {
    Journal journal = open();
    List<Sample> large = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      large.add(Sample.good("picture", new Value.Bytes(new byte[900_000]), clock.instant()));
    }
    List<Entry> entries = journal.append(List.of(new DeviceSamples(PRESS, large)), List.of(), true);
    assertThat(blocks(entries)).hasSize(5);
  }
}
