package io.gemba.agent.core.journal;

import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The process whose disk is recorded: a journal is made, filled, stopped, started again, damaged
 * and replaced, with a log short enough to be copied many times. It says what was promised, and
 * when.
 */
final class PowerCutPlant {
  private static final Random RANDOM = new Random(5);

  private PowerCutPlant() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    run(folder, 90);
    run(folder, 40);
    damage(folder.resolve("gemba.db"));
    run(folder, 40);
  }

  private static void run(Path folder, int commits) throws Exception {
    JournalConfig config =
        new JournalConfig(
            folder, Duration.ofMillis(250), 1 << 30, Duration.ofDays(30), WhenFull.DROP_OLDEST);
    Tuning shortLog = new Tuning(Tuning.DEFAULT.pageSize(), 48 << 10);
    Journal journal = Journal.open(config, InstantSource.system(), shortLog);
    journal.retainUplinks(Set.of("hq", "quick"));
    Outbox quick = journal.outbox("quick");
    long released = journal.nextSeq("press1") - 1;
    for (int i = 0; i < commits; i++) {
      long next = journal.nextSeq("press1");
      int count = 1 + RANDOM.nextInt(i % 10 == 9 ? 900 : 120);
      DeviceSamples batch = new DeviceSamples(JournalTestBase.PRESS, samples(next, count));
      journal.append(List.of(batch), List.of(), true);
      say("committed " + journal.id() + " " + (next + count - 1) + " " + released);
      if (i % 3 != 2) {
        JournalTestBase.drain(quick);
        released = next + count - 1;
      }
    }
    JournalTestBase.drain(quick);
    say("closing");
    journal.close();
    say("closed");
  }

  private static void damage(Path database) throws Exception {
    say("corrupting");
    try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(4_096), 0);
      channel.force(true);
    }
    Flushed.names(database.resolveSibling(".")); // else the old log may come back and mend it
    say("corrupted");
  }

  private static void say(String line) {
    System.out.print(line + "\n");
    System.out.flush();
  }

  /** What the samples of these numbers say. */
  static List<Sample> samples(long first, int count) {
    List<Sample> samples = new ArrayList<>(count);
    for (long seq = first; seq < first + count; seq++) {
      Instant time = Instant.ofEpochMilli(1_795_415_519_800L + seq);
      samples.add(Sample.good("point-" + seq % 300, Value.of(seq * 7.25), time));
    }
    return samples;
  }
}
