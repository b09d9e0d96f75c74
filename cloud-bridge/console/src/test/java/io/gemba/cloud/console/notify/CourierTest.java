package io.gemba.cloud.console.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.console.SteppedClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourierTest {
  @TempDir Path folder;
  private final SteppedClock time = new SteppedClock();
  private final List<String> attempts = new ArrayList<>();
  private @Nullable UndeliveredException trouble;
  private long pace;
  private Ledger ledger;
  private Courier courier;

  @BeforeEach
  void open() throws Exception {
    ledger = new Ledger(folder.resolve("notify.db"));
    courier = courier();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Courier courier() {
    Channel channel =
        new Channel() {
          @Override
          public void send(Notice notice, Letter letter) throws UndeliveredException {
            attempts.add(notice.id());
            UndeliveredException e = trouble;
            if (e != null) {
              throw e;
            }
          }

          @Override
          public long paceMs() {
            return pace;
          }
        };
    return new Courier("c", channel, new Wording("en", null), ledger, time.clock());
  }

  private void queue(String... ids) throws Exception {
    List<Notice> all = new ArrayList<>();
    for (String id : ids) {
      all.add(new Notice(id, "test", time.now(), List.of()));
    }
    ledger.commit(List.of(), List.of(), Map.of("c", all));
  }

  private void pass(int seconds) throws Exception {
    for (int i = 0; i < seconds; i++) {
      time.pass(1_000);
      courier.step();
    }
  }

  @Test
  void deliversInOrderAndOnce() throws Exception {
    queue("a", "b", "c");
    courier.step();
    pass(5);
    assertThat(attempts).containsExactly("a", "b", "c");
    assertThat(ledger.counts().get("c").sent()).isEqualTo(3);
  }

  @Test
  void triesADeadChannelLessAndLessOftenAndLosesNothing() throws Exception {
    trouble = UndeliveredException.later("away");
    queue("a", "b");
    pass(3_600);
    assertThat(attempts).hasSizeBetween(14, 20).containsOnly("a");
    assertThat(courier.problem()).isEqualTo("away");
    trouble = null;
    pass(301);
    assertThat(attempts.subList(attempts.size() - 2, attempts.size())).containsExactly("a", "b");
    assertThat(courier.problem()).isNull();
    int after = attempts.size();
    pass(600);
    assertThat(attempts).hasSize(after);
  }

  @Test
  void aRestartNeitherLosesNorRepeats() throws Exception {
    queue("a");
    courier.step();
    queue("b");
    ledger.close();
    ledger = new Ledger(folder.resolve("notify.db"));
    courier = courier();
    courier.step();
    assertThat(attempts).containsExactly("a", "b");
  }

  @Test
  void aMessageThatIsRefusedMakesWayForTheNext() throws Exception {
    trouble = UndeliveredException.never("too long");
    queue("a");
    pass(60);
    assertThat(attempts).containsExactly("a", "a", "a");
    assertThat(ledger.counts().get("c").aside()).isEqualTo(1);
    trouble = null;
    queue("b");
    pass(60);
    assertThat(attempts).endsWith("b");
  }

  @Test
  void setsAsideWhatIsADayOld() throws Exception {
    trouble = UndeliveredException.later("away");
    queue("a");
    pass(30);
    time.pass(86_400_000);
    trouble = null;
    queue("b");
    pass(1);
    assertThat(attempts).endsWith("b");
    assertThat(ledger.counts().get("c").aside()).isEqualTo(1);
    assertThat(ledger.counts().get("c").waiting()).isZero();
  }

  @Test
  void keepsToThePaceOfTheOtherSide() throws Exception {
    pace = 3_200;
    queue("a", "b", "c");
    courier.step();
    assertThat(attempts).hasSize(1);
    pass(3);
    assertThat(attempts).hasSize(1);
    pass(1);
    assertThat(attempts).hasSize(2);
  }
}
