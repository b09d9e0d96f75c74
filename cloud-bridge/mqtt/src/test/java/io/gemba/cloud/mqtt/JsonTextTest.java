package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  private static final ObjectMapper READER = new ObjectMapper();
  private final JsonText json = new JsonText();
  private final Random random = new Random(5);

  private String taken() {
    return new String(json.take(), StandardCharsets.UTF_8);
  }

  @Test
  void doublesAreTheShortestDecimals() {
    double[] odd = {
      0,
      -0.0,
      0.001,
      0.0009,
      0.0005,
      1e7,
      9_999_999.999,
      9_999_999.9995,
      0.1 + 0.2,
      1 / 3.0,
      1e-3,
      Math.nextDown(1e7),
      Math.nextUp(0.001),
      123.4565,
      -1.005,
      Double.MIN_VALUE,
      Double.MAX_VALUE
    };
    for (double value : odd) {
      assertDouble(value);
    }
    for (int i = 0; i < 200_000; i++) {
      assertDouble(random.nextInt(2_000_000_000) / 1000.0 * (random.nextBoolean() ? 1 : -1));
      assertDouble(random.nextGaussian() * Math.pow(10, random.nextInt(12) - 4));
      assertDouble(Double.longBitsToDouble(random.nextLong() & 0x7FEFFFFFFFFFFFFFL));
    }
  }

  private void assertDouble(double value) {
    json.number(value);
    assertThat(taken()).isEqualTo(Double.toString(value));
  }

  @Test
  void floatsAreTheShortestDecimals() {
    for (int i = 0; i < 200_000; i++) {
      assertFloat(random.nextInt(2_000_000) / 1000f * (random.nextBoolean() ? 1 : -1));
      assertFloat((float) (random.nextGaussian() * Math.pow(10, random.nextInt(8) - 4)));
      assertFloat(Float.intBitsToFloat(random.nextInt() & 0x7F7FFFFF));
    }
  }

  private void assertFloat(float value) {
    json.number(value);
    assertThat(taken()).isEqualTo(Float.toString(value));
  }

  @Test
  void integersOfEveryLength() {
    for (int shift = 0; shift < 64; shift++) {
      for (long value :
          new long[] {1L << shift, (1L << shift) - 1, -(1L << shift), ~(1L << shift)}) {
        json.number(value);
        assertThat(taken()).isEqualTo(Long.toString(value));
      }
    }
    for (long value = 1; value > 0 && value < Long.MAX_VALUE / 10; value *= 10) {
      json.number(value);
      json.raw(' ');
      json.number(value - 1);
      assertThat(taken()).isEqualTo(value + " " + (value - 1));
    }
  }

  @Test
  void textReadsBackAsItWas() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        int c = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
        text.appendCodePoint(Character.isSurrogate((char) c) && c < 0x10000 ? 'x' : c);
      }
      json.text(text.toString());
      assertThat(READER.readValue(taken(), String.class)).isEqualTo(text.toString());
    }
  }
}
