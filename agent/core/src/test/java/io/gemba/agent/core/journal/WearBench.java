package io.gemba.agent.core.journal;

import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What a commit window costs a card, with an uplink that acknowledges everything at once; and what
 * would be left to write if acknowledged blocks were not written at all. Run by hand with a folder
 * on the disk in question; results go to benchmarks.md.
 */
final class WearBench {
  private static final DeviceRef PRESS = new DeviceRef("press1", "molding/l3/press1");
  private static final int COMMITS = 1_000;
  private static final double DAY_SECONDS = 86_400;

  private WearBench() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    for (int rate : new int[] {1_000, 10_000}) {
      for (int windowMs : new int[] {250, 1_000, 5_000}) {
        int perCommit = rate * windowMs / 1_000;
        report(rate, windowMs, "every block", journal(folder, perCommit), perCommit);
        report(rate, windowMs, "numbers only", numbers(folder), perCommit);
      }
    }
  }

  private static void report(int rate, int windowMs, String what, double perCommit, int samples) {
    double perDay = perCommit * DAY_SECONDS * 1_000 / windowMs;
    double years =
        new CardLife(JournalConfig.DEFAULT_CARD_ENDURANCE, (long) perDay).years().orElse(0);
    System.out.printf(
        "| %,d | %,d | %s | %.1f | %.2f | %.0f | %.0f |%n",
        rate, windowMs, what, perCommit / 1_024, perCommit / samples, perDay / 0x1p20, years);
  }

  private static double journal(Path folder, int perCommit) throws Exception {
    JournalConfig config =
        new JournalConfig(
            Files.createTempDirectory(folder, "wear"),
            Duration.ofMillis(250),
            4L << 30,
            Duration.ofDays(30),
            WhenFull.DROP_OLDEST);
    try (Journal journal = Journal.open(config, InstantSource.system())) {
      Outbox hq = journal.outbox("hq");
      Plant plant = new Plant(1_000);
      long before = 0;
      for (int i = -COMMITS / 4; i < COMMITS; i++) {
        before = i == 0 ? Wear.writtenByThisThread() : before;
        List<Sample> batch = new ArrayList<>();
        for (int left = perCommit; left > 0; left -= 1_000) {
          plant.scan(batch, perCommit < 1_000 ? (i & 3) * perCommit : 0, Math.min(1_000, left));
          plant.pass(perCommit < 1_000 ? 250 : 1_000);
        }
        journal.append(List.of(new DeviceSamples(PRESS, batch)), List.of(), true);
        for (Entry e = hq.next(0, hq.head()); e != null; e = hq.next(0, hq.head())) {
          hq.release(e.id());
        }
      }
      return (double) (Wear.writtenByThisThread() - before) / COMMITS;
    }
  }

  /** How far numbers are given out, and nothing else. */
  private static double numbers(Path folder) throws Exception {
    Path file = Files.createTempDirectory(folder, "numbers").resolve("gemba.db");
    try (Database database = Database.open(file, Tuning.DEFAULT)) {
      Schema.create(database, "5f1c", 0, 1);
      database.update("INSERT INTO device VALUES(0,'press1','molding/l3/press1',1,0,1)");
      long before = Wear.writtenByThisThread();
      for (int i = 0; i < COMMITS; i++) {
        database.execute("BEGIN IMMEDIATE");
        database.update("UPDATE device SET next_seq=? WHERE id=0", i * 1_000L);
        database.update("UPDATE journal SET samples=?", i * 1_000L);
        database.commit();
      }
      return (double) (Wear.writtenByThisThread() - before) / COMMITS;
    }
  }
}
