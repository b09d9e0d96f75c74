package io.gemba.cloud.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RangesTest {
  @Test
  void countsLikeASetWhateverTheOrder() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      Ranges ranges = new Ranges();
      TreeSet<Long> set = new TreeSet<>();
      for (int i = 0; i < 30; i++) {
        long first = random.nextInt(100);
        long last = first + random.nextInt(10);
        Ranges.Range merged = ranges.add(first, last);
        for (long n = first; n <= last; n++) {
          set.add(n);
        }
        assertThat(merged.first()).isLessThanOrEqualTo(first);
        assertThat(merged.last()).isGreaterThanOrEqualTo(last);
        assertThat(ranges.size()).isEqualTo(set.size());
        assertThat(ranges.missing()).isEqualTo(set.last() - set.first() + 1 - set.size());
      }
    }
  }

  @Test
  void joinsNeighbours() {
    Ranges ranges = new Ranges();
    ranges.add(1, 3);
    ranges.add(7, 9);
    assertThat(ranges.pieces()).isEqualTo(2);
    assertThat(ranges.add(4, 6)).isEqualTo(new Ranges.Range(1, 9));
    assertThat(ranges.pieces()).isEqualTo(1);
  }
}
