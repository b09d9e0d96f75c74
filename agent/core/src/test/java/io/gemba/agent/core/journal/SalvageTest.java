package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What checks out of a damaged file is exported, and nothing else is. */
class SalvageTest extends JournalTestBase {
  private static final int COMMITS = 60;
  private static final int EACH = 200;

  private final Map<Long, Sample> found = new TreeMap<>();
  private final Random random = new Random(11);
  private Path file = Path.of("");

  @BeforeEach
  void aBacklog() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("hq"));
    for (int i = 0; i < COMMITS; i++) {
      List<Sample> batch = PowerCutPlant.samples(1 + (long) i * EACH, EACH);
      journal.append(List.of(new DeviceSamples(PRESS, batch)), List.of(), true);
    }
    journal.close();
    file = directory.resolve("gemba.db");
  }

  private interface Damage {
    byte[] of(byte[] bytes);
  }

  /** Damages the file, salvages it; how many samples came, each exactly as it was written. */
  private int salvage(Damage damage) throws Exception {
    Files.write(file, damage.of(Files.readAllBytes(file)));
    found.clear();
    Salvage.Found told = Salvage.read(file, new Collector());
    assertThat(told.samples()).isEqualTo(found.size());
    for (Map.Entry<Long, Sample> sample : found.entrySet()) {
      Sample written = PowerCutPlant.samples(sample.getKey(), 1).getFirst();
      assertThat(sample.getValue().value()).isEqualTo(written.value());
      assertThat(sample.getValue().sourceTime()).isEqualTo(written.sourceTime());
    }
    return found.size();
  }

  private final class Collector implements Visitor {
    @Override
    public void entry(Entry entry, Map<String, String> setAside) {
      if (entry instanceof Entry.Block block) {
        for (int i = 0; i < block.samples().size(); i++) {
          Sample before = found.put(block.firstSeq() + i, block.samples().get(i));
          assertThat(before).as("none twice").isNull();
        }
      }
    }

    @Override
    public void damaged(long id, @Nullable DeviceRef ref, long first, long count, String why) {
      throw new AssertionError("salvage shows only what checks out");
    }
  }

  @Test
  void everythingOfASoundFile() throws Exception {
    assertThat(salvage(bytes -> bytes)).isEqualTo(COMMITS * EACH);
    assertThat(found.get(1L)).isEqualTo(PowerCutPlant.samples(1, 1).getFirst());
  }

  @Test
  void everythingBehindAGarbageHeader() throws Exception {
    int all =
        salvage(
            bytes -> {
              Arrays.fill(bytes, 0, 100, (byte) 0x5A);
              return bytes;
            });
    assertThat(all).isEqualTo(COMMITS * EACH);
  }

  @Test
  void mostOfAFileWithManyFlippedBytes() throws Exception {
    int all =
        salvage(
            bytes -> {
              for (int i = 0; i < 20; i++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
              }
              return bytes;
            });
    assertThat(all).isBetween(COMMITS * EACH - 25 * EACH, COMMITS * EACH);
  }

  @Test
  void theFirstPartOfATruncatedFile() throws Exception {
    int all = salvage(bytes -> Arrays.copyOf(bytes, bytes.length * 2 / 3 + 77));
    assertThat(all).isGreaterThan(COMMITS * EACH / 2);
  }

  @Test
  void whatLiesBetweenZeroedPages() throws Exception {
    int all =
        salvage(
            bytes -> {
              for (int i = 0; i < 5; i++) {
                int page = random.nextInt(bytes.length / 4096) * 4096;
                Arrays.fill(bytes, page, page + 4096, (byte) 0);
              }
              return bytes;
            });
    assertThat(all).isGreaterThan(COMMITS * EACH / 3);
  }

  @Test
  void nothingOfPureNoise() throws Exception {
    int all =
        salvage(
            bytes -> {
              random.nextBytes(bytes);
              return bytes;
            });
    assertThat(all).isZero();
  }

  @Test
  void whatOnlyTheLogHolds() throws Exception {
    Journal journal = open();
    List<Sample> batch = PowerCutPlant.samples(1 + (long) COMMITS * EACH, EACH);
    journal.append(List.of(new DeviceSamples(PRESS, batch)), List.of(), true);
    Path copy = Files.createDirectory(directory.resolve("copy")).resolve("gemba.db");
    Files.copy(directory.resolve("gemba.db-wal"), copy.resolveSibling("gemba.db-wal"));
    journal.close();
    Files.write(copy, new byte[100]);
    file = copy;
    assertThat(salvage(bytes -> bytes)).isEqualTo(EACH);
  }

  @Test
  void damageWithAnySeedIsNeverDataAndNeverAnException() throws Exception {
    byte[] sound = Files.readAllBytes(file);
    for (int seed = 0; seed < 60; seed++) {
      Random luck = new Random(seed);
      byte[] bytes = sound.clone();
      for (int i = luck.nextInt(400); i >= 0; i--) {
        bytes[luck.nextInt(bytes.length)] = (byte) luck.nextInt();
      }
      int cut = luck.nextBoolean() ? bytes.length : luck.nextInt(bytes.length);
      assertThat(salvage(_ -> Arrays.copyOf(bytes, cut))).isLessThanOrEqualTo(COMMITS * EACH);
    }
  }
}
