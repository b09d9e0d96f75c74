package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RangesTest {

  @Test
  void mergesNeighboursAndAddsTheirWeights() {
    Ranges ranges = new Ranges();
    ranges.add(1, 1, 10);
    ranges.add(3, 3, 30);
    ranges.add(2, 2, 20);
    assertThat(ranges.intervals()).containsExactly(new Ranges.Interval(1, 3, 60));
    assertThat(ranges.firstMissing(1)).isEqualTo(4);
    assertThat(ranges.firstMissing(9)).isEqualTo(9);
  }

  @Test
  void behavesLikeASet() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      Set<Long> model = new HashSet<>();
      Set<Long> otherModel = new HashSet<>();
      Ranges ranges = fill(random, model);
      Ranges other = fill(random, otherModel);
      assertThat(ranges.size()).isEqualTo(model.size());
      Ranges both = ranges.and(other);
      Ranges rest = ranges.minus(other);
      for (long id = 0; id < 70; id++) {
        assertThat(ranges.contains(id)).isEqualTo(model.contains(id));
        assertThat(both.contains(id)).isEqualTo(model.contains(id) && otherModel.contains(id));
        assertThat(rest.contains(id)).isEqualTo(model.contains(id) && !otherModel.contains(id));
      }
    }
  }

  private static Ranges fill(Random random, Set<Long> model) {
    Ranges ranges = new Ranges();
    for (int i = random.nextInt(12); i > 0; i--) {
      long first = random.nextInt(60);
      long last = first + random.nextInt(6);
      ranges.add(first, last, 1);
      for (long id = first; id <= last; id++) {
        model.add(id);
      }
    }
    return ranges;
  }
}
