package io.gemba.agent.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.Await;
import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.cloud.spi.Command;
import io.gemba.cloud.spi.Command.Answer;
import io.gemba.cloud.spi.Command.State;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Settings;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandDeskTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final String SETPOINT = "molding/l3/press1/setpoint";

  @TempDir private Path folder;
  private final Press press = new Press();
  private final Map<String, DeviceHand> hands = new HashMap<>();
  private boolean connected = true;
  private boolean synced = true;
  private CommandLedger ledger;

  @BeforeEach
  void open() {
    ledger = new CommandLedger(folder.resolve("commands"));
    hands.put("press1", new DeviceHand("press1", press, () -> connected));
  }

  @AfterEach
  void close() throws IOException {
    hands.values().forEach(DeviceHand::close);
    ledger.close();
  }

  @Test
  void writesWhatIsAllowedAndSaysSo() throws Exception {
    Answer answer = ask(desk(SETPOINT), write("1", SETPOINT, Value.of(42)));
    assertThat(answer.state()).isEqualTo(State.DONE);
    assertThat(answer.statusCode()).isZero();
    assertThat(press.written).containsExactly("setpoint=Int[value=42]");
  }

  @Test
  void refusesWhatNobodyHasAllowed() throws Exception {
    Answer answer = ask(desk(), write("1", SETPOINT, Value.of(42)));
    assertThat(answer.state()).isEqualTo(State.REFUSED);
    assertThat(answer.words()).contains("commands.allow");
    assertThat(press.written).isEmpty();
  }

  @Test
  void refusesWhatIsAllowedButNotWritable() throws Exception {
    String readOnly = "molding/l3/press1/oil-temp";
    assertThat(ask(desk(readOnly), write("1", readOnly, Value.of(1))).state())
        .isEqualTo(State.REFUSED);
    assertThat(press.written).isEmpty();
  }

  @Test
  void tellsAStrangerNothingAboutWhichPointsThereAre() throws Exception {
    String there = ask(desk(), write("1", SETPOINT, Value.of(1))).words();
    String not = ask(desk(), write("2", "molding/l3/press1/absent", Value.of(1))).words();
    assertThat(not.replace("absent", "setpoint")).isEqualTo(there);
  }

  @Test
  void neverExecutesACommandTwice() throws Exception {
    CommandDesk desk = desk(SETPOINT);
    assertThat(ask(desk, write("1", SETPOINT, Value.of(42))).state()).isEqualTo(State.DONE);
    Answer again = ask(desk, write("1", SETPOINT, Value.of(42)));
    assertThat(again.state()).isEqualTo(State.REFUSED);
    assertThat(again.words()).contains("duplicate").contains("done");
    assertThat(press.written).hasSize(1);
  }

  @Test
  void neverExecutesACommandTwiceEvenAfterARestart() throws Exception {
    ask(desk(SETPOINT), write("1", SETPOINT, Value.of(42)));
    ledger = new CommandLedger(folder.resolve("commands")); // the old one was killed: not closed
    assertThat(ask(desk(SETPOINT), write("1", SETPOINT, Value.of(42))).words())
        .contains("duplicate");
    assertThat(press.written).hasSize(1);
  }

  @Test
  void readsALedgerWhoseLastLineWasTorn() throws Exception {
    ask(desk(SETPOINT), write("1", SETPOINT, Value.of(42)));
    ledger.close();
    Files.writeString(folder.resolve("commands"), "taken 12", StandardOpenOption.APPEND);
    ledger = new CommandLedger(folder.resolve("commands"));
    assertThat(ask(desk(SETPOINT), write("1", SETPOINT, Value.of(42))).words())
        .contains("duplicate");
    assertThat(ask(desk(SETPOINT), write("2", SETPOINT, Value.of(42))).state())
        .isEqualTo(State.DONE);
  }

  @Test
  void executesNothingThatCannotBeWrittenDown() throws Exception {
    ledger = new CommandLedger(folder.resolve("no-such-folder/commands"));
    Answer answer = ask(desk(SETPOINT), write("1", SETPOINT, Value.of(42)));
    assertThat(answer.state()).isEqualTo(State.REFUSED);
    assertThat(answer.words()).contains("written down");
    assertThat(press.written).isEmpty();
  }

  @Test
  void remembersTwentyThousandCommandsInABoundedFile() throws Exception {
    for (int i = 0; i < CommandLedger.KEPT + 10; i++) {
      Command command = write("n" + i, SETPOINT, Value.of(i));
      if (i >= 20 && i < CommandLedger.KEPT - 20) {
        continue; // the disk is slow, and the middle proves nothing
      }
      assertThat(ledger.take("hq", command, NOW)).isNull();
      ledger.ended("hq", command, State.DONE, 0);
    }
    assertThat(ledger.take("hq", write("n0", SETPOINT, Value.of(0)), NOW)).isNotNull();
    assertThat(Files.size(folder.resolve("commands"))).isLessThan(100_000);
  }

  @Test
  void refusesWhatIsTooOld() throws Exception {
    Map<String, Value> fields =
        Map.of(
            "point", Value.of(SETPOINT),
            "value", Value.of(42),
            "until", Value.of(NOW.minusMillis(1).toEpochMilli()));
    Answer answer = ask(desk(SETPOINT), new Command("1", "write", fields, Instant.MAX));
    assertThat(answer.words()).contains("valid until");
    Command expired =
        new Command("2", "write", write("2", SETPOINT, Value.of(1)).fields(), NOW.minusSeconds(1));
    assertThat(ask(desk(SETPOINT), expired).words()).contains("valid until");
    assertThat(press.written).isEmpty();
  }

  @Test
  void cannotJudgeAgeWithoutAClock() throws Exception {
    synced = false;
    Map<String, Value> fields =
        Map.of(
            "point", Value.of(SETPOINT),
            "value", Value.of(42),
            "until", Value.of(NOW.plusSeconds(9).toEpochMilli()));
    assertThat(ask(desk(SETPOINT), new Command("1", "write", fields, Instant.MAX)).words())
        .contains("clock");
    assertThat(press.written).isEmpty();
  }

  @Test
  void answersBadCommandsInWords() throws Exception {
    CommandDesk desk = desk(SETPOINT);
    assertThat(ask(desk, new Command("1", "explode", Map.of(), Instant.MAX)).words())
        .contains("no such command")
        .contains("write");
    assertThat(ask(desk, new Command("1", "write", Map.of(), Instant.MAX)).words())
        .contains("'value' is missing");
    Map<String, Value> typo = Map.of("point", Value.of(SETPOINT), "valeu", Value.of(1));
    assertThat(ask(desk, new Command("1", "write", typo, Instant.MAX)).words())
        .contains("unknown field 'valeu'");
    Map<String, Value> number = Map.of("point", Value.of(1), "value", Value.of(1));
    assertThat(ask(desk, new Command("1", "write", number, Instant.MAX)).words())
        .contains("'point' must be a text");
    assertThat(press.written).isEmpty();
  }

  @Test
  void doesNotWaitForALostDevice() throws Exception {
    connected = false;
    Answer answer = ask(desk(SETPOINT), write("1", SETPOINT, Value.of(42)));
    assertThat(answer.state()).isEqualTo(State.REFUSED);
    assertThat(answer.words()).contains("not connected");
    connected = true;
    assertThat(ask(desk(SETPOINT), write("1", SETPOINT, Value.of(42))).state())
        .as("nothing was done, so the same one may come again")
        .isEqualTo(State.DONE);
  }

  @Test
  void answersUnknownWhenTheDeviceDoesNot() throws Exception {
    press.hang = new CountDownLatch(1);
    CompletableFuture<Answer> first = desk(SETPOINT).take(write("1", SETPOINT, Value.of(42)));
    CompletableFuture<Answer> second = desk(SETPOINT).take(write("2", SETPOINT, Value.of(43)));
    assertThat(first.get(10, TimeUnit.SECONDS).state()).isEqualTo(State.UNKNOWN);
    second.get(10, TimeUnit.SECONDS);
    Await.until("the hanging write was interrupted", () -> press.interrupted);
    assertThat(ask(desk(SETPOINT), write("1", SETPOINT, Value.of(42))).words())
        .contains("duplicate");
  }

  @Test
  void saysWhenNobodyKnowsWhetherItWasDone() throws Exception {
    press.failure = new IOException("the line broke while writing");
    Answer answer = ask(desk(SETPOINT), write("1", SETPOINT, Value.of(42)));
    assertThat(answer.state()).isEqualTo(State.UNKNOWN);
    assertThat(answer.words()).contains("the line broke");
  }

  @Test
  void handsOnTheDevicesRefusal() throws Exception {
    press.status = 0x803C0000L;
    Answer answer = ask(desk(SETPOINT), write("1", SETPOINT, Value.of(42)));
    assertThat(answer.state()).isEqualTo(State.FAILED);
    assertThat(answer.statusCode()).isEqualTo(0x803C0000L);
  }

  @Test
  void writesDownWhyALineStoodAtMostOnce() throws Exception {
    CommandDesk desk = desk("molding/l3/_/reason");
    assertThat(ask(desk, reason("1", "molding/l3", Value.of("tool-change"))).state())
        .isEqualTo(State.DONE);
    assertThat(ask(desk, reason("1", "molding/l3", Value.of("tool-change"))).words())
        .contains("duplicate");
    assertThat(ask(desk, reason("2", "molding/l3", Value.NONE)).state()).isEqualTo(State.DONE);
    assertThat(said)
        .containsExactly(
            new LineRequest.Explain("molding/l3", NOW, "tool-change", "wong"),
            new LineRequest.Explain("molding/l3", NOW, null, "wong"));
  }

  @Test
  void takesNothingAboutALineThatIsNotAllowed() throws Exception {
    CommandDesk desk = desk("molding/l3/_/reason");
    assertThat(ask(desk, reason("1", "molding/l4", Value.of("x"))).words())
        .contains("'molding/l4/_/reason' is not allowed");
    assertThat(ask(desk, alarm("2", Map.of("line", Value.of("molding/l3")))).words())
        .contains("'molding/l3/_/alarms' is not allowed");
    assertThat(said).isEmpty();
  }

  @Test
  void anAlarmIsMeantByItsLineOrByItsDevice() throws Exception {
    CommandDesk desk = desk("molding/l3/_/alarms");
    ask(desk, alarm("1", Map.of("line", Value.of("molding/l3"))));
    ask(desk, alarm("2", Map.of("device", Value.of("press1"))));
    LineRequest hour =
        new LineRequest.OnAlarm(
            "molding/l3", "oil-hot", LineRequest.Deed.SHELVE, Duration.ofHours(1), "", "");
    assertThat(said).containsExactly(hour, hour);
  }

  @Test
  void saysWhatIsWrongWithACommandAboutALine() throws Exception {
    CommandDesk desk = desk("molding/l3/_/alarms", "molding/l3/_/reason");
    assertThat(ask(desk, new Command("1", "reason", Map.of(), Instant.MAX)).words())
        .contains("'at' must be");
    Map<String, Value> forever = Map.of("line", Value.of("molding/l3"), "for", Value.of("forever"));
    assertThat(ask(desk, alarm("2", forever)).words()).contains("'for' must be a duration");
    Map<String, Value> what = Map.of("line", Value.of("molding/l3"), "why", Value.of("x"));
    assertThat(ask(desk, alarm("3", what)).words()).contains("unknown field 'why'");
    assertThat(said).isEmpty();
  }

  private final List<LineRequest> said = new ArrayList<>();

  private CompletableFuture<Answer> carryOut(
      LineRequest request, Supplier<@Nullable Answer> lastWord) {
    Answer refusal = lastWord.get();
    if (refusal == null) {
      said.add(request);
    }
    return CompletableFuture.completedFuture(
        refusal == null ? new Answer(State.DONE, 0, "written down", Map.of()) : refusal);
  }

  private static Command reason(String id, String line, Value reason) {
    return new Command(
        id,
        "reason",
        Map.of(
            "line",
            Value.of(line),
            "at",
            Value.of(NOW.toEpochMilli()),
            "reason",
            reason,
            "by",
            Value.of("wong")),
        Instant.MAX);
  }

  private static Command alarm(String id, Map<String, Value> more) {
    Map<String, Value> fields = new HashMap<>();
    fields.put("alarm", Value.of("oil-hot"));
    fields.put("do", Value.of("shelve"));
    fields.put("for", Value.of("1h"));
    fields.putAll(more);
    return new Command(id, "alarm", fields, Instant.MAX);
  }

  private CommandDesk desk(String... allow) {
    DeviceConfig config =
        new DeviceConfig(
            "press1",
            new Settings(Map.of()),
            List.of(
                new DeviceConfig.Point("setpoint", null, true, new Settings(Map.of())),
                new DeviceConfig.Point("oil-temp", null, false, new Settings(Map.of()))));
    DeviceEntry entry =
        new DeviceEntry(new DeviceRef("press1", "molding/l3/press1"), "fake", config, Map.of());
    Settings commands =
        new Settings(Map.of("allow", List.of(allow), "timeout", Duration.ofMillis(500)));
    return new CommandDesk(
        "hq",
        commands,
        List.of(entry),
        List.of("molding/l3"),
        hands::get,
        this::carryOut,
        ledger,
        InstantSource.fixed(NOW),
        () -> synced);
  }

  private static Command write(String id, String point, Value value) {
    return new Command(id, "write", Map.of("point", Value.of(point), "value", value), Instant.MAX);
  }

  private static Answer ask(CommandDesk desk, Command command) throws Exception {
    return desk.take(command).get(10, TimeUnit.SECONDS);
  }

  /** A device that remembers what was written. */
  private static final class Press implements Adapter, Writable {
    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private volatile CountDownLatch hang;
    private volatile boolean interrupted;
    private volatile IOException failure;
    private volatile long status;

    @Override
    public void run(DeviceContext context) {
      throw new IllegalStateException("not here");
    }

    @Override
    public long write(String point, Value value) throws IOException, InterruptedException {
      if (hang != null) {
        try {
          hang.await();
        } catch (InterruptedException e) {
          interrupted = true;
          throw e;
        }
      }
      if (failure != null) {
        throw failure;
      }
      written.add(point + "=" + value);
      return status;
    }
  }
}
