package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.agent.core.config.JournalConfig.WhenFull;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A process that appends and releases is killed at random moments: nothing committed is missing, no
 * number comes twice. Ten times by default; the long form is {@code -Dgemba.kills=1000}.
 */
class KillTest extends JournalTestBase {
  private static final int KILLS = Integer.getInteger("gemba.kills", 10);

  @Test
  void whatWasCommittedSurvivesKillNine() throws Exception {
    Random random = new Random(4);
    long committed = 0;
    int unclean = 0;
    Ranges received = new Ranges();
    for (int round = 0; round < KILLS; round++) {
      committed = Math.max(committed, runAndKill(random.nextInt(1, 40)));
      Journal journal = open();
      assertThat(journal.nextSeq("press1")).as("after kill %d", round).isGreaterThan(committed);
      List<Entry> got = drain(journal.outbox("hq"));
      unclean += (int) gaps(got).stream().filter(g -> g.cause().equals("unclean-stop")).count();
      got.forEach(entry -> receiveOnce(received, entry));
      assertThat(received.firstMissing(1)).as("all are there").isEqualTo(journal.nextSeq("press1"));
      journal.close();
    }
    assertThat(unclean).isEqualTo(KILLS);
  }

  private static void receiveOnce(Ranges received, Entry entry) {
    long first = entry instanceof Entry.Block b ? b.firstSeq() : ((Entry.Gap) entry).from();
    long last =
        entry instanceof Entry.Block b
            ? b.firstSeq() + b.samples().size() - 1
            : ((Entry.Gap) entry).to();
    long before = received.size();
    received.add(first, last, 0);
    assertThat(received.size() - before).as("none twice").isEqualTo(Math.max(0, last - first + 1));
  }

  @Test
  void anotherProcessIsToldWhoHoldsTheJournal() throws Exception {
    Process child = start();
    try (BufferedReader lines = child.inputReader()) {
      assertThat(lines.readLine()).isNotNull();
      assertThatThrownBy(this::open)
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("in use by process " + child.pid());
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(open().nextSeq("press1")).isGreaterThan(1);
  }

  /**
   * Lets a child append until so many commits are told, kills it, and returns the last number it
   * told.
   */
  private long runAndKill(int commits) throws Exception {
    Process child = start();
    long last = 0;
    try (BufferedReader lines = child.inputReader()) {
      for (int i = 0; i < commits; i++) {
        String line = lines.readLine();
        assertThat(line).as("the child appends").isNotNull();
        last = Long.parseLong(line.strip());
      }
      child.toHandle().destroyForcibly(); // SIGKILL; the process object would close the pipe too
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line.matches("\\d+ ") ? Long.parseLong(line.strip()) : last;
      }
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return last;
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Appends as fast as it can, tells every committed number. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      KillTest helper = new KillTest();
      helper.directory = Path.of(args[0]);
      Journal journal =
          Journal.open(helper.config(1 << 30, WhenFull.DROP_OLDEST), InstantSource.system());
      journal.retainUplinks(Set.of("hq", "quick"));
      for (int i = 0; ; i++) {
        helper.append(journal, PRESS, 1 + i % 300);
        drain(journal.outbox("quick"));
        System.out.println(journal.nextSeq("press1") - 1 + " ");
      }
    }
  }
}
