package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.cloud.spi.DeviceRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks, exports and retries, and what a new journal says of an old one. */
class JournalFileTest extends JournalTestBase {
  /** Remembers what it was shown. */
  private static final class Seen implements Visitor {
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> aside = new ArrayList<>();
    private final List<Long> damaged = new ArrayList<>();

    @Override
    public void entry(Entry entry, Map<String, String> setAside) {
      entries.add(entry);
      setAside.forEach((uplink, why) -> aside.add(entry.id() + " " + uplink + " " + why));
    }

    @Override
    public void damaged(
        long id, @Nullable DeviceRef device, long firstSeq, long count, String why) {
      damaged.add(id);
    }
  }

  private Journal withOneSetAside() throws JournalException {
    Journal journal = open();
    journal.retainUplinks(Set.of("hq", "dead"));
    append(journal, PRESS, 5);
    append(journal, PRESS, 6);
    append(journal, ANDON, 7);
    Outbox hq = journal.outbox("hq");
    hq.release(hq.next(0, 9).id());
    hq.setAside(hq.next(0, 9).id(), "too large");
    append(journal, PRESS, 1);
    return journal;
  }

  @Test
  void aSoundJournalIsCountedAndNothingIsWrong() throws Exception {
    withOneSetAside().close();
    JournalCheck check = new JournalFile(directory).verify();
    assertThat(check.problems()).isEmpty();
    assertThat(check.blocks()).isEqualTo(4);
    assertThat(check.samples()).isEqualTo(19);
    assertThat(check.gaps()).isEqualTo(1);
  }

  @Test
  void aDamagedBlockIsFoundByItsChecksum() throws Exception {
    withOneSetAside().close();
    sql("UPDATE entry SET body=zeroblob(length(body)) WHERE id=3");
    JournalCheck check = new JournalFile(directory).verify();
    assertThat(check.damaged()).isEqualTo(1);
    assertThat(check.problems()).singleElement().asString().contains("andon3", "7 numbers from 1");
    Seen seen = new Seen();
    new JournalFile(directory).visit(seen);
    assertThat(seen.damaged).containsExactly(3L);
  }

  @Test
  void aFileThatIsNoDatabaseAnyMoreIsAProblemAndNotACrash() throws Exception {
    withOneSetAside().close();
    overwrite(100);
    assertThat(new JournalFile(directory).verify().problems())
        .singleElement()
        .asString()
        .contains("damaged");
  }

  @Test
  void aFileThatAnAgentHoldsIsLeftAloneInWords() throws Exception {
    withOneSetAside();
    assertThatThrownBy(() -> new JournalFile(directory).verify())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("in use by process");
  }

  @Test
  void everythingIsExportedFromTheRunningJournalAndFromTheFileAlike() throws Exception {
    Journal journal = withOneSetAside();
    Seen live = new Seen();
    journal.visit(live);
    journal.close();
    Seen file = new Seen();
    new JournalFile(directory).visit(file);
    assertThat(live.entries).isEqualTo(file.entries).hasSize(5);
    assertThat(live.aside).isEqualTo(file.aside).containsExactly("2 hq too large");
  }

  @Test
  void whatWasSetAsideComesAgainUnderItsOldNumbers() throws Exception {
    Journal journal = withOneSetAside();
    Outbox hq = journal.outbox("hq");
    drain(hq);
    assertThat(hq.pendingSamples()).isZero();
    assertThat(journal.retry("hq")).isEqualTo(1);
    assertThat(hq.pendingSamples()).isEqualTo(6);
    assertThat(blocks(drain(hq))).singleElement().extracting(Entry.Block::firstSeq).isEqualTo(6L);
    assertThat(hq.pendingSamples()).isZero();
    append(journal, PRESS, 1);
    assertThat(journal.retry("hq")).isZero();
    assertThatThrownBy(() -> journal.retry("nobody")).hasMessageContaining("it has");
  }

  @Test
  void aRetryOnTheFileSurvivesTheNextStart() throws Exception {
    Journal journal = withOneSetAside();
    drain(journal.outbox("hq"));
    journal.close();
    assertThat(new JournalFile(directory).retry("hq", clock)).isEqualTo(1);
    Journal again = open();
    assertThat(again.outbox("hq").pendingSamples()).isEqualTo(6);
    assertThat(blocks(drain(again.outbox("hq")))).hasSize(1);
    assertThat(gaps(drain(again.outbox("dead"))))
        .noneSatisfy(gap -> assertThat(gap.cause()).isEqualTo("unclean-stop"));
  }

  @Test
  void aNewJournalNamesTheDevicesOfACorruptOne() throws Exception {
    withOneSetAside().close();
    overwrite(Files.size(directory.resolve("gemba.db")));
    Journal again = open();
    again.retainUplinks(Set.of("hq"));
    List<Entry.Gap> gaps = gaps(drain(again.outbox("hq")));
    assertThat(gaps)
        .extracting(gap -> gap.device().name())
        .containsExactlyInAnyOrder("press1", "andon3");
    assertThat(gaps)
        .allSatisfy(
            gap -> {
              assertThat(gap.cause()).isEqualTo("corrupt-journal");
              assertThat(gap.lost()).isEqualTo(-1);
              assertThat(gap.to()).as("no number of the new journal").isLessThan(gap.from());
            });
    append(again, PRESS, 3);
    again.close();
    Journal third = open();
    assertThat(gaps(drain(third.outbox("hq")))).as("said once").isEmpty();
  }

  @Test
  void aJournalThatWasTakenAwayIsNamedToo() throws Exception {
    withOneSetAside().close();
    Files.delete(directory.resolve("gemba.db"));
    Journal again = open();
    assertThat(gaps(drain(again.outbox("hq"))))
        .hasSize(2)
        .allSatisfy(gap -> assertThat(gap.cause()).isEqualTo("journal-replaced"));
  }

  @Test
  void aJournalOfTheFirstVersionIsBroughtUpToThisOne() throws Exception {
    withOneSetAside().close();
    sql("ALTER TABLE entry DROP COLUMN carried");
    sql("PRAGMA user_version=1");
    Journal again = open();
    assertThat(again.nextSeq("press1")).isEqualTo(13);
    append(again, PRESS, 2);
    kill(again);
    assertThat(open().nextSeq("press1")).isEqualTo(15);
  }

  @Test
  void releasesThatOnlyAnEntryCarriesSurviveKillNine() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("hq", "dead"));
    append(journal, PRESS, 5);
    append(journal, PRESS, 6);
    drain(journal.outbox("hq"));
    append(journal, PRESS, 7);
    kill(journal);
    Journal again = open();
    assertThat(blocks(drain(again.outbox("hq"))))
        .singleElement()
        .extracting(Entry.Block::firstSeq)
        .isEqualTo(12L);
    assertThat(again.outbox("dead").pendingSamples()).isEqualTo(18);
  }

  private void overwrite(long bytes) throws Exception {
    Path file = directory.resolve("gemba.db");
    byte[] content = Files.readAllBytes(file);
    Arrays.fill(content, 0, (int) bytes, (byte) 0x5A);
    Files.write(file, content);
  }
}
