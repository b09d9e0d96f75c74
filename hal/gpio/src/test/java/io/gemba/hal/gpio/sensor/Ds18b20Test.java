package io.gemba.hal.gpio.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ds18b20Test {
  private static final String NAME = "28-0316a2794bff";

  @TempDir private Path devices;
  private Bench bench;
  private Adapter adapter;

  @BeforeEach
  void wire() throws Exception {
    Files.createDirectory(devices.resolve("w1_bus_master1"));
    Files.createDirectory(devices.resolve(NAME));
    bench = new Bench(devices);
    adapter = bench.adapter("w1", Map.of("oil", Map.of("part", "ds18b20", "address", NAME)));
  }

  /** What w1_therm shows of nine bytes. */
  private void says(int... bytes) throws IOException {
    String words =
        Arrays.stream(bytes)
            .mapToObj(b -> HexFormat.of().toHexDigits((byte) b))
            .collect(Collectors.joining(" "));
    boolean right = Ds18b20.crc(bytes) == 0;
    Files.writeString(
        devices.resolve(NAME).resolve("w1_slave"),
        words
            + " : crc="
            + HexFormat.of().toHexDigits((byte) bytes[8])
            + (right ? " YES" : " NO")
            + "\n"
            + words
            + " t=0\n");
  }

  /** The scratchpad after a conversion. */
  private void measures(double celsius) throws IOException {
    int raw = (int) Math.round(celsius * 16);
    int[] bytes = {
      raw & 0xFF, raw >> 8 & 0xFF, 0x4B, 0x46, 0x7F, 0xFF, 0x10 - (raw & 0xF), 0x10, 0
    };
    bytes[8] = Ds18b20.crc(Arrays.copyOf(bytes, 8));
    says(bytes);
  }

  private Sample read() throws Exception {
    bench.rounds(adapter, 1);
    return bench.host.samples("oil").getLast();
  }

  private void isBad(String why) throws Exception {
    assertThat(read().quality()).isEqualTo(Quality.BAD);
    assertThat(bench.host.problem("oil")).hasValueSatisfying(p -> assertThat(p).contains(why));
  }

  @Test
  void theDataSheetsExamplesAreRead() throws Exception {
    for (double celsius : new double[] {125, 25.0625, 0.5, 0, -0.5, -10.125, -55}) {
      measures(celsius);
      assertThat(read().value()).isEqualTo(Value.of(celsius));
    }
  }

  @Test
  void aWrongCheckSumIsBadAndTheNextRightOneGood() throws Exception {
    says(0xA3, 0x01, 0x4B, 0x46, 0x7F, 0xFF, 0x0D, 0x10, 0x55);
    isBad("check sum");
    measures(26.1875);
    assertThat(read().quality()).isEqualTo(Quality.GOOD);
    assertThat(bench.host.problem("oil")).isEmpty();
  }

  @Test
  void the85DegreesOfAPowerOnAreRefused() throws Exception {
    says(0x50, 0x05, 0x4B, 0x46, 0x7F, 0xFF, 0x0C, 0x10, 0x1C);
    isBad("power-on");
    measures(84.9375);
    read();
    says(0x50, 0x05, 0x4B, 0x46, 0x7F, 0xFF, 0x0C, 0x10, 0x1C);
    isBad("power-on");
  }

  @Test
  void aReal85DegreesAreTold() throws Exception {
    measures(85);
    assertThat(read().value()).isEqualTo(Value.of(85.0));
    Ds18b20 copy = new Ds18b20(devices, NAME);
    measures(84.5);
    assertThat(copy.read(0).quality()).isEqualTo(Quality.GOOD);
    measures(85);
    assertThat(copy.read(1).value()).isEqualTo(Value.of(85.0));
  }

  @Test
  void a85FromNowhereIsRefusedOfACopyOfTheChip() throws Exception {
    Ds18b20 thermometer = new Ds18b20(devices, NAME);
    measures(21);
    assertThat(thermometer.read(0).quality()).isEqualTo(Quality.GOOD);
    measures(85);
    assertThat(thermometer.read(1).problem()).contains("power-on");
  }

  @Test
  void aShortCircuitIsNoZeroDegrees() throws Exception {
    says(0, 0, 0, 0, 0, 0, 0, 0, 0);
    isBad("only zeros");
  }

  @Test
  void aThermometerThatIsAwayIsBadAndHeals() throws Exception {
    isBad("is not on the bus");
    measures(20);
    assertThat(read().value()).isEqualTo(Value.of(20.0));
  }

  @Test
  void aBusWithoutAMasterEndsTheRunInWords() throws Exception {
    measures(20);
    read();
    Files.delete(devices.resolve("w1_bus_master1"));
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("dtoverlay=w1-gpio");
  }
}
