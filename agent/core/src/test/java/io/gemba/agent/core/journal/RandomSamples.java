package io.gemba.agent.core.journal;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Samples of every shape, repeatable from a seed. */
final class RandomSamples {
  private RandomSamples() {}

  static Sample next(Random random) {
    Quality quality = random.nextInt(10) > 0 ? Quality.GOOD : Quality.values()[random.nextInt(3)];
    return new Sample(
        "point-" + (random.nextBoolean() ? random.nextInt(5) : random.nextInt(400)),
        value(random, 0),
        quality,
        random.nextInt(10) > 0 ? 0 : random.nextInt() & 0xFFFF_FFFFL,
        Instant.ofEpochMilli(1_795_415_519_800L + random.nextInt(10_000)));
  }

  static Value value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 9 : 14)) {
      case 0 -> Value.NONE;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(random.nextInt(1_000));
      case 3 -> Value.of(random.nextLong());
      case 4 -> new Value.UInt(random.nextLong());
      case 5 ->
          new Value.Time(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
      case 6 ->
          new Value.Real32(random.nextBoolean() ? random.nextInt(9_999) / 10f : random.nextFloat());
      case 7 -> Value.of("text " + random.nextInt(20));
      case 8 -> Value.of(Double.longBitsToDouble(random.nextLong()));
      case 9 -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        yield new Value.Bytes(bytes);
      }
      case 10 -> items(random, depth);
      case 11 -> fields(random, depth);
      default -> Value.of(random.nextInt(-5_000, 5_000) / Math.pow(10, random.nextInt(4)));
    };
  }

  private static Value items(Random random, int depth) {
    List<Value> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(value(random, depth + 1));
    }
    return new Value.Items(items);
  }

  private static Value fields(Random random, int depth) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      fields.put("field-" + i, value(random, depth + 1));
    }
    return new Value.Fields(fields);
  }
}
