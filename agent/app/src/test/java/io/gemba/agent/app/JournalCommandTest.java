package io.gemba.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.agent.app.Export.Filter;
import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.agent.core.journal.DeviceSamples;
import io.gemba.agent.core.journal.GapDraft;
import io.gemba.agent.core.journal.Journal;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.JournalFile;
import io.gemba.agent.core.journal.Outbox;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCommandTest {
  private static final DeviceRef PRESS = new DeviceRef("press1", "molding/l3/press1");
  private static final Instant T = Instant.parse("2026-11-23T08:00:00Z");
  private static final Filter ALL = new Filter(null, null, null);

  @TempDir Path folder;

  private Journal journal() throws JournalException {
    Journal journal =
        Journal.open(
            new JournalConfig(
                folder, Duration.ofMillis(250), 1 << 30, Duration.ofDays(30), WhenFull.DROP_OLDEST),
            InstantSource.system());
    journal.retainUplinks(Set.of("hq"));
    journal.append(
        List.of(
            new DeviceSamples(
                PRESS,
                List.of(
                    Sample.good("oil-temp", Value.of(61.4), T),
                    Sample.good("note", Value.of("a, \"b\""), T.plusSeconds(1)),
                    Sample.bad("speed", 0x80000000L, T.plusSeconds(2))))),
        List.of(new GapDraft(PRESS, T, T.plusSeconds(9), "inbox-full", 4, null, 4)),
        false);
    return journal;
  }

  private String export(Filter filter, boolean csv) throws Exception {
    StringWriter out = new StringWriter();
    new JournalFile(folder)
        .visit(new Export(filter, csv ? new ExportCsv(out) : new ExportJson(out)));
    return out.toString();
  }

  @Test
  void exportsJsonLines() throws Exception {
    journal().close();
    assertThat(export(ALL, false).lines())
        .containsExactly(
            "{\"kind\":\"sample\",\"device\":\"press1\",\"seq\":1,\"n\":\"oil-temp\",\"t\":1795420800000,\"v\":61.4,\"clock\":\"unsynced\"}",
            "{\"kind\":\"sample\",\"device\":\"press1\",\"seq\":2,\"n\":\"note\",\"t\":1795420801000,\"v\":\"a, \\\"b\\\"\",\"clock\":\"unsynced\"}",
            "{\"kind\":\"sample\",\"device\":\"press1\",\"seq\":3,\"n\":\"speed\",\"t\":1795420802000,\"v\":null,\"q\":\"bad\",\"sc\":2147483648,\"clock\":\"unsynced\"}",
            "{\"kind\":\"gap\",\"device\":\"press1\",\"from\":4,\"to\":7,\"t0\":1795420800000,\"t1\":1795420809000,\"cause\":\"inbox-full\",\"lost\":4}");
  }

  @Test
  void exportsCsv() throws Exception {
    journal().close();
    assertThat(export(ALL, true).lines().skip(1))
        .containsExactly(
            "sample,press1,1,1,2026-11-23T08:00:00Z,,oil-temp,61.4,good,0,unsynced,,,",
            "sample,press1,2,2,2026-11-23T08:00:01Z,,note,\"a, \"\"b\"\"\",good,0,unsynced,,,",
            "sample,press1,3,3,2026-11-23T08:00:02Z,,speed,,bad,2147483648,unsynced,,,",
            "gap,press1,4,7,2026-11-23T08:00:00Z,2026-11-23T08:00:09Z,,,,,,inbox-full,4,");
  }

  @Test
  void exportsOnlyWhatIsAskedFor() throws Exception {
    journal().close();
    assertThat(export(new Filter("andon3", null, null), false)).isEmpty();
    Filter second = new Filter("press1", T.plusSeconds(1), T.plusSeconds(2));
    assertThat(export(second, false).lines()).hasSize(2).first().asString().contains("note");
  }

  @Test
  void aRunningAgentExportsAndRetriesThroughItsSocket() throws Exception {
    try (Journal journal = journal();
        ControlSocket _ =
            new ControlSocket(
                folder,
                (question, out) ->
                    assertThat(JournalQuestions.answer(journal, question, out)).isTrue())) {
      Outbox hq = journal.outbox("hq");
      hq.setAside(Objects.requireNonNull(hq.next(0, 9)).id(), "too large");
      StringWriter out = new StringWriter();
      assertThat(AgentStream.copy(folder, JournalQuestions.export(ALL, false), out)).isTrue();
      assertThat(out.toString().lines()).hasSize(4);
      StringWriter answer = new StringWriter();
      assertThat(AgentStream.copy(folder, JournalQuestions.retry("hq"), answer)).isTrue();
      assertThat(answer.toString().strip()).isEqualTo("1");
      assertThat(hq.pendingSamples()).isEqualTo(3);
      assertThatThrownBy(
              () -> AgentStream.copy(folder, JournalQuestions.retry("nobody"), new StringWriter()))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("no uplink nobody");
    }
  }

  @Test
  void anAnswerThatIsCutOffIsAFailure() throws IOException {
    try (ControlSocket _ = new ControlSocket(folder, (_, out) -> out.write("{}\n"))) {
      assertThatThrownBy(() -> AgentStream.copy(folder, "export", new StringWriter()))
          .hasMessageContaining("stopped in the middle");
    }
  }

  @Test
  void exitCodesSayWhetherAllIsWell() throws Exception {
    journal().close();
    String dir = folder.toString();
    assertThat(Main.run("journal", "verify", "--directory", dir)).isEqualTo(Main.FINE);
    assertThat(Main.run("--json", "journal", "retry", "hq", "--directory", dir))
        .isEqualTo(Main.FINE);
    assertThat(Main.run("journal", "retry", "nobody", "--directory", dir)).isEqualTo(Main.FAILED);
    assertThat(Main.run("journal", "export", "--from", "yesterday", "--directory", dir))
        .isEqualTo(Main.USAGE);
    Path file = folder.resolve("gemba.db");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 0, 100, (byte) 0x5A);
    Files.write(file, bytes);
    assertThat(Main.run("journal", "verify", "--directory", dir)).isEqualTo(Main.FAILED);
  }

  @Test
  void whatACorruptJournalHeldCanBeSavedAndTheFileIsNotOverwritten() throws Exception {
    journal().close();
    Path file = folder.resolve("gemba.db");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 0, 100, (byte) 0x5A);
    Files.write(file, bytes);
    journal().close();
    Path out = folder.resolve("saved.jsonl");
    String directory = "--directory=" + folder;
    assertThat(Main.run("journal", "verify", directory, "--salvage", out.toString())).isZero();
    assertThat(Files.readAllLines(out))
        .hasSize(4)
        .anySatisfy(line -> assertThat(line).contains("oil-temp", "61.4"));
    assertThat(Main.run("journal", "verify", directory, "--salvage", out.toString())).isNotZero();
  }
}
