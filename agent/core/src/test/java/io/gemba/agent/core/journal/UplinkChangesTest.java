package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of the backlog when the uplinks of a configuration change. */
class UplinkChangesTest extends JournalTestBase {

  private Journal restart(Journal journal) throws JournalException {
    journal.close();
    return open();
  }

  private Journal halfDelivered(String... uplinks) throws JournalException {
    Journal journal = open();
    journal.retainUplinks(Set.of(uplinks));
    for (int i = 0; i < 10; i++) {
      append(journal, PRESS, 5);
    }
    for (int i = 0; i < 5; i++) {
      Outbox hq = journal.outbox("hq");
      hq.release(hq.next(0, hq.head()).id());
    }
    return journal;
  }

  @Test
  void anUplinkThatIsAddedGetsEverythingStillThereAndTheOthersNothingTwice() throws Exception {
    Journal journal = restart(halfDelivered("hq"));
    journal.retainUplinks(Set.of("hq", "cloud"));
    assertThat(blocks(drain(journal.outbox("hq"))).getFirst().firstSeq()).isEqualTo(26);
    List<Entry.Block> got = blocks(drain(journal.outbox("cloud")));
    assertThat(got).as("what nobody waited for is gone").hasSize(5);
    assertThat(got.getFirst().firstSeq()).isEqualTo(26);
  }

  @Test
  void aRenamedUplinkGoesOnWhereItWas() throws Exception {
    Journal journal = restart(halfDelivered("hq", "lab", "old"));
    journal.retainUplinks(Set.of("head-office", "lab", "new"), Map.of("head-office", "hq"));
    List<Entry.Block> rest = blocks(drain(journal.outbox("head-office")));
    assertThat(rest.getFirst().firstSeq()).isEqualTo(26);
    assertThat(rest).hasSize(5);
    assertEveryNumberOnce(drain(journal.outbox("lab")), 51);
  }

  @Test
  void theOnlyNewOneTakesThePlaceOfTheOnlyOneThatIsGone() throws Exception {
    Journal journal = restart(halfDelivered("hq", "dead"));
    journal.retainUplinks(Set.of("head-office", "dead"));
    assertThat(blocks(drain(journal.outbox("head-office")))).hasSize(5);
  }

  @Test
  void aRenamedUplinkKeepsWhatItSetAside() throws Exception {
    Journal journal = halfDelivered("hq");
    Outbox hq = journal.outbox("hq");
    hq.setAside(hq.next(0, hq.head()).id(), "0x99");
    journal = restart(journal);
    journal.retainUplinks(Set.of("head-office"));
    drain(journal.outbox("head-office"));
    assertThat(journal.status().uplinks().getFirst().setAside()).isEqualTo(1);
    assertThat(journal.retry("head-office")).isEqualTo(1);
    assertThat(blocks(drain(journal.outbox("head-office")))).hasSize(1);
  }

  @Test
  void aFormerNameThatIsStillInUseIsLeftAlone() throws Exception {
    Journal journal = restart(halfDelivered("hq"));
    journal.retainUplinks(Set.of("hq", "copy"), Map.of("copy", "hq"));
    assertThat(blocks(drain(journal.outbox("hq")))).hasSize(5);
    assertThat(blocks(drain(journal.outbox("copy")))).hasSize(5);
  }

  @Test
  void aFormerNameMayStayInTheConfiguration() throws Exception {
    Journal journal = restart(halfDelivered("hq"));
    Map<String, String> former = Map.of("head-office", "hq");
    journal.retainUplinks(Set.of("head-office"), former);
    Outbox outbox = journal.outbox("head-office");
    outbox.release(outbox.next(0, outbox.head()).id());
    journal = restart(journal);
    journal.retainUplinks(Set.of("head-office"), former);
    assertThat(blocks(drain(journal.outbox("head-office")))).hasSize(4);
  }

  @Test
  void anUplinkThatIsRemovedStopsHoldingDisk() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("hq", "dead"));
    for (int i = 0; i < 300; i++) {
      append(journal, PRESS, 50);
      drain(journal.outbox("hq"));
    }
    long held = journal.status().bytesUsed();
    journal = restart(journal);
    journal.retainUplinks(Set.of("hq"));
    append(journal, PRESS, 1);
    drain(journal.outbox("hq"));
    append(journal, PRESS, 1);
    assertThat(journal.status().bytesUsed()).isLessThan(held / 2);
  }

  @Test
  void aDeadUplinkNeverMakesNewSamplesRefusedForAnother() throws Exception {
    JournalConfig config = config(128 << 10, WhenFull.REFUSE_NEW);
    Journal journal = open(config);
    journal.retainUplinks(Set.of("hq", "dead"));
    Random random = new Random(2);
    List<Entry> got = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      List<Sample> noise = new ArrayList<>();
      for (int n = 0; n < 500; n++) {
        noise.add(Sample.good("noise", Value.of(random.nextLong()), clock.instant()));
      }
      journal.append(List.of(new DeviceSamples(PRESS, noise)), List.of(), true);
      got.addAll(drain(journal.outbox("hq")));
    }
    assertThat(gaps(got)).as("nothing was refused").isEmpty();
    assertEveryNumberOnce(got, 60 * 500 + 1);
    List<Entry> late = drain(journal.outbox("dead"));
    assertThat(gaps(late)).as("named, and merged").hasSize(1);
    assertEveryNumberOnce(late, 60 * 500 + 1);
    assertThat(journal.status().bytesUsed()).isLessThanOrEqualTo(128 << 10);
  }
}
