package io.gemba.cloud.console.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketTest {

  /** However samples are cut into buckets, put together they say the same. */
  @Test
  void bucketsPutTogetherEqualOneMadeFromAllSamples() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Bucket whole = new Bucket();
      Bucket sum = new Bucket();
      Bucket part = new Bucket();
      boolean partJoined = false;
      long t = 0;
      for (int i = 0; i < 60; i++) {
        t += random.nextInt(5_000);
        double value = random.nextInt(10) == 0 ? Double.NaN : random.nextInt(100);
        int quality = random.nextInt(3);
        boolean joined = random.nextInt(8) > 0;
        whole.add(t, i, value, quality, joined);
        if (random.nextInt(6) == 0 && part.n > 0) {
          sum.append(part, partJoined);
          part = new Bucket();
        }
        if (part.n == 0) {
          partJoined = joined;
        }
        part.add(t, i, value, quality, joined);
      }
      sum.append(part, partJoined);
      assertThat(sum)
          .usingRecursiveComparison()
          .withEqualsForType((a, b) -> Double.compare(a, b) == 0, Double.class)
          .ignoringFields("area")
          .isEqualTo(whole);
      assertThat(sum.area).as("seed %s", seed).isCloseTo(whole.area, within(1e-6));
    }
  }

  @Test
  void aBadValueTakesNoPartInTheMean() {
    Bucket bucket = new Bucket();
    bucket.add(0, 1, 10, 0, true);
    bucket.add(1_000, 2, 1_000_000, 2, true);
    bucket.add(2_000, 3, 20, 0, true);
    bucket.add(3_000, 4, 20, 0, true);
    assertThat(bucket.mean()).isEqualTo(15);
    assertThat(bucket.max).isEqualTo(20);
    assertThat(bucket.goodMs).isEqualTo(2_000);
    assertThat(bucket.knownMs).isEqualTo(3_000);
  }
}
