package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors that strace injects into a child's system calls, and locks that another program holds. */
@Tag("bed")
class InjectedErrorsTest extends JournalTestBase {
  private static final int READINGS = 12_000;

  @Execution(ExecutionMode.CONCURRENT) // each waits for its own disk nearly all the time
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fsync,fdatasync:error=EIO:when=14..18",
        "fsync,fdatasync:error=EIO:when=16+7",
        "pwrite64:error=EIO:when=70..74",
        "pwrite64:error=ENOSPC:when=75..87",
        "pwrite64:error=EIO:when=70+41",
        "fsync,fdatasync:delay_enter=700000:when=5+9"
      })
  void everyReadingIsThereOnceOrNamedAfter(String fault) throws Exception {
    assumeTrue(isThere("strace"), "strace is not installed");
    Path log = directory.resolve("strace.log");
    Process child = start(fault, log);
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    assertThat(Files.readString(log))
        .as("the fault happened")
        .containsAnyOf("(INJECTED)", "(DELAYED)");
    Journal journal = open();
    List<Entry> entries = drain(journal.outbox("hq"));
    assertEveryNumberOnce(entries, READINGS + 1);
    List<Value> values = new ArrayList<>();
    blocks(entries).forEach(b -> b.samples().forEach(s -> values.add(s.value())));
    assertThat(values).as("in order, none twice").doesNotHaveDuplicates();
    assertThat(gaps(entries))
        .allSatisfy(g -> assertThat(g.cause()).isIn("journal-failed", "buffer-full"));
  }

  @Test
  void aDiskThatCannotBeReadAtTheStartIsSaidInWordsAndNothingIsPutAside() throws Exception {
    assumeTrue(isThere("strace"), "strace is not installed");
    Journal journal = open();
    append(journal, PRESS, 5);
    journal.close();
    Process child = start("pread64:error=EIO:when=2+", directory.resolve("strace.log"));
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).isNotZero();
    assertThat(said).contains("the disk reports an error", "dmesg");
    assertThat(new JournalFile(directory).corrupt()).isEmpty();
    assertThat(open().nextSeq("press1")).as("sound as ever").isEqualTo(6);
  }

  @Test
  void aLockThatAnotherProgramHoldsAtTheStartIsWaitedFor() throws Exception {
    assumeTrue(isThere("sqlite3"), "sqlite3 is not installed");
    Journal journal = open();
    append(journal, PRESS, 5);
    journal.close();
    Files.delete(directory.resolve("gemba.owner")); // as after a restart of the machine
    Process other = new ProcessBuilder("sqlite3", directory.resolve("gemba.db").toString()).start();
    try (BufferedReader answers = other.inputReader()) {
      say(other, "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; SELECT 'held';\n");
      while (!"held".equals(answers.readLine())) {
        assertThat(other.isAlive()).isTrue();
      }
      CompletableFuture<Void> release =
          CompletableFuture.runAsync(
              () -> {
                LockSupport.parkNanos(5_000_000_000L); // longer than SQLite waits by itself
                say(other, ".quit\n");
              });
      assertThat(open().nextSeq("press1")).isEqualTo(6);
      release.join();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  private static void say(Process process, String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isThere(String program) {
    return Files.isExecutable(Path.of("/usr/bin", program));
  }

  private Process start(String fault, Path log) throws IOException {
    return new ProcessBuilder(
            "strace",
            "-f",
            "-o",
            log.toString(),
            "-P",
            directory.resolve("gemba.db").toString(),
            "-P",
            directory.resolve("gemba.db-wal").toString(),
            "-e",
            "trace=" + fault.substring(0, fault.indexOf(':')),
            "-e",
            "inject=" + fault,
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            directory.toString())
        .redirectErrorStream(true)
        .start();
  }

  /** Hands in readings for a while, as an agent does, and stops cleanly once all are written. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      InjectedErrorsTest helper = new InjectedErrorsTest();
      helper.directory = Path.of(args[0]);
      Journal journal = opened(helper);
      Inbox inbox = new Inbox(Inbox.DEFAULT_CAPACITY, System::nanoTime);
      JournalWriter writer =
          new JournalWriter(journal, inbox, Duration.ofMillis(20), System::nanoTime, () -> true);
      writer.start();
      for (int i = 0; i < READINGS; i++) {
        inbox
            .sinkFor(PRESS)
            .accept(Sample.good("counter", Value.of(i), InstantSource.system().instant()));
        if (i % 100 == 99) {
          awaitNumber(journal, i + 2, Duration.ofMillis(100));
        }
      }
      awaitNumber(journal, READINGS + 1, Duration.ofMinutes(2));
      writer.close();
      close(journal);
    }

    /**
     * The injected fault may hit the very start, which then fails in words; systemd starts anew.
     */
    private static Journal opened(InjectedErrorsTest helper) throws JournalException {
      Journal journal =
          Journal.open(helper.config(1 << 30, WhenFull.DROP_OLDEST), InstantSource.system());
      journal.retainUplinks(Set.of("hq"));
      return journal;
    }

    private static void awaitNumber(Journal journal, long next, Duration atMost) {
      long deadline = System.nanoTime() + atMost.toNanos();
      while (journal.nextSeq("press1") < next && System.nanoTime() < deadline) {
        LockSupport.parkNanos(2_000_000);
      }
    }

    private static void close(Journal journal) {
      try {
        journal.close();
      } catch (JournalException e) {
        System.err.println(e.getMessage()); // committed all the same
      }
    }
  }
}
