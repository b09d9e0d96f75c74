package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockCodecTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_795_415_519_800L);

  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  @Test
  void everyShapeComesBackBitByBit() throws Exception {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("z", Value.of(1.5));
    fields.put("a", new Value.Items(List.of(Value.NONE, Value.of("x"), new Value.UInt(-1))));
    List<Value> values =
        List.of(
            Value.NONE,
            Value.of(true),
            Value.of(Long.MIN_VALUE),
            Value.of(Long.MAX_VALUE),
            new Value.UInt(-1),
            Value.of(61.4),
            Value.of(-0.0),
            Value.of(Double.NaN),
            Value.of(Double.longBitsToDouble(0x7ff8_0000_dead_beefL)),
            Value.of(Double.NEGATIVE_INFINITY),
            Value.of(Double.MIN_VALUE),
            Value.of(1e300),
            Value.of(Math.PI),
            new Value.Real32(61.4f),
            new Value.Real32(-0.0f),
            new Value.Real32(Float.NaN),
            new Value.Real32(Float.MAX_VALUE),
            Value.of(""),
            Value.of("注塑機 ✓ 😀"),
            Value.of("half a pair \ud83d"),
            new Value.Time(Instant.parse("2026-11-23T00:00:00.123456789Z")),
            new Value.Time(Instant.MIN),
            new Value.Bytes(new byte[] {0, -1, 127}),
            new Value.Items(List.of()),
            new Value.Fields(fields));
    for (Value value : values) {
      assertComesBack(List.of(Sample.good("p", value, NOW)));
    }
    List<Sample> onePoint = values.stream().map(v -> Sample.good("p", v, NOW)).toList();
    assertComesBack(onePoint);
    List<Sample> ownPoints = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      ownPoints.add(Sample.good("p" + i, values.get(i), NOW.plusMillis(i)));
    }
    assertComesBack(ownPoints);
  }

  @Test
  void fieldsKeepTheirOrder() throws Exception {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (String name : List.of("zulu", "alpha", "mike")) {
      fields.put(name, Value.of(name));
    }
    Sample back =
        assertComesBack(List.of(Sample.good("p", new Value.Fields(fields), NOW))).getFirst();
    assertThat(((Value.Fields) back.value()).values().keySet())
        .containsExactly("zulu", "alpha", "mike");
  }

  @Test
  void qualitiesAndStatusCodesComeBack() throws Exception {
    assertComesBack(
        List.of(
            new Sample("a", Value.of(1), Quality.UNCERTAIN, 1_083_179_008L, NOW),
            Sample.bad("a", 0x80310000L, NOW.minusSeconds(5)),
            new Sample("b", Value.of(1), Quality.BAD, 0xFFFF_FFFFL, NOW),
            Sample.good("a", Value.of(2), NOW)));
  }

  @Test
  void timesAreKeptToTheMillisecondAndNeverFail() throws Exception {
    List<Sample> samples =
        List.of(
            Sample.good("a", Value.of(1), NOW.plusNanos(999_999)),
            Sample.good("a", Value.of(1), Instant.MAX),
            Sample.good("a", Value.of(1), Instant.MIN),
            Sample.good("a", Value.of(1), Instant.EPOCH));
    assertThat(decode(encode(samples)).samples())
        .extracting(Sample::sourceTime)
        .containsExactly(
            NOW,
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Instant.ofEpochMilli(Long.MIN_VALUE),
            Instant.EPOCH);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 256, 2_000})
  void anyMixtureComesBackInItsOrder(int size) throws Exception {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed * 31 + size);
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        samples.add(RandomSamples.next(random));
      }
      assertComesBack(samples);
    }
  }

  @Test
  void namesTheFirstNumberTheDeviceAndTheClock() throws Exception {
    List<Sample> one = List.of(Sample.good("p", Value.of(1), NOW));
    try (BlockEncoder encoder = new BlockEncoder()) {
      var block = decode(encoder.encode(Long.MAX_VALUE, 77, true, one, this::id));
      assertThat(block.firstSeq()).isEqualTo(Long.MAX_VALUE);
      assertThat(block.deviceId()).isEqualTo(77);
      assertThat(block.clockSynced()).isTrue();
      assertThat(decode(encoder.encode(1, 0, false, one, this::id)).clockSynced()).isFalse();
    }
  }

  @Test
  void remembersHistoryAndAnotherClockEachByItself() throws Exception {
    List<Sample> one = List.of(Sample.good("p", Value.of(1), NOW));
    BitSet first = new BitSet();
    first.set(0);
    try (BlockEncoder encoder = new BlockEncoder()) {
      for (int marks : new int[] {0, 2, BlockCodec.HISTORIC, 2 | BlockCodec.HISTORIC}) {
        var plain = decode(encoder.encode(1, 0, marks, one, null, this::id));
        var skewed = decode(encoder.encode(1, 0, marks, one, first, this::id));
        assertThat(plain.skewed()).isNull();
        assertThat(skewed.skewed()).isEqualTo(first);
        assertThat(List.of(plain.historic(), skewed.historic()))
            .containsOnly((marks & BlockCodec.HISTORIC) != 0);
        assertThat(List.of(plain.clockSynced(), skewed.clockSynced())).containsOnly(marks % 4 == 2);
      }
    }
  }

  @Test
  void everyFlippedBitIsNoticed() {
    Random random = new Random(5);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      samples.add(RandomSamples.next(random));
    }
    byte[] block = encode(samples);
    for (int bit = 0; bit < block.length * 8; bit++) {
      byte[] damaged = block.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> decode(damaged)).isInstanceOf(CorruptBlockException.class);
    }
    for (int length = 0; length < block.length; length++) {
      byte[] cut = Arrays.copyOf(block, length);
      assertThatThrownBy(() -> decode(cut)).isInstanceOf(CorruptBlockException.class);
    }
  }

  @Test
  void garbageWithAGoodChecksumNeitherCrashesNorFillsTheMemory() {
    Random random = new Random(7);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      samples.add(RandomSamples.next(random));
    }
    byte[] good = encode(samples);
    for (int round = 0; round < 30_000; round++) {
      byte[] block = round % 2 == 0 ? good.clone() : new byte[random.nextInt(4, 200)];
      if (round % 2 != 0) {
        random.nextBytes(block);
        block[0] = BlockCodec.VERSION;
        block[1] &= 3;
      }
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        block[random.nextInt(block.length)] = (byte) random.nextInt();
      }
      sign(block);
      try {
        assertThat(decode(block).samples()).hasSizeLessThanOrEqualTo(BlockCodec.MAX_SAMPLES);
      } catch (CorruptBlockException expected) {
        assertThat(expected).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void slowAnalogueDataTakesAtMostThreeBytesASample() {
    // 250 points, one reading each: what a commit window of 250 ms holds of 1,000 points at 1 Hz
    Random random = new Random(3);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      double value = Math.round((20 + i % 60 + random.nextGaussian()) * 10) / 10.0;
      samples.add(Sample.good("sensor-" + i, Value.of(value), NOW.plusMillis(random.nextInt(3))));
    }
    assertThat(encode(samples).length / 250.0).isLessThan(3.0);
  }

  private static void sign(byte[] block) {
    int end = block.length - 4;
    int crc = BlockCodec.checksum(block, end);
    for (int i = 0; i < 4; i++) {
      block[end + i] = (byte) (crc >>> 8 * i);
    }
  }

  private List<Sample> assertComesBack(List<Sample> samples) throws CorruptBlockException {
    List<Sample> back = decode(encode(samples)).samples();
    assertThat(back).isEqualTo(samples);
    for (int i = 0; i < samples.size(); i++) {
      assertThat(bits(back.get(i).value())).isEqualTo(bits(samples.get(i).value()));
    }
    return back;
  }

  /** Records compare NaN with NaN as equal whatever their bits are. */
  private static long bits(Value value) {
    return switch (value) {
      case Value.Real(double real) -> Double.doubleToRawLongBits(real);
      case Value.Real32(float real) -> Float.floatToRawIntBits(real);
      default -> 0;
    };
  }

  private byte[] encode(List<Sample> samples) {
    try (BlockEncoder encoder = new BlockEncoder()) {
      return encoder.encode(42, 3, true, samples, this::id);
    }
  }

  private BlockCodec.Decoded decode(byte[] block) throws CorruptBlockException {
    return BlockDecoder.decode(block, id -> id < names.size() ? names.get(id) : null);
  }

  private int id(String name) {
    return ids.computeIfAbsent(
        name,
        n -> {
          names.add(n);
          return names.size() - 1;
        });
  }
}
