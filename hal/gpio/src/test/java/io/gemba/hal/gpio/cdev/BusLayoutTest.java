package io.gemba.hal.gpio.cdev;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BusLayoutTest {
  @Test
  void aTransferIsAsI2cDevWantsIt() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(34, 8);
      MemorySegment request = I2cDevice.smbus(arena, 1, 0x12, data);
      assertThat(request.get(JAVA_BYTE, 0)).as("read_write").isEqualTo((byte) 1);
      assertThat(request.get(JAVA_BYTE, 1)).as("command").isEqualTo((byte) 0x12);
      assertThat(request.get(JAVA_INT, 4)).as("size: a word").isEqualTo(3);
      assertThat(request.get(ADDRESS, 8)).isEqualTo(data);
    }
  }

  @Test
  void aMessageIsAsSpidevWantsIt() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(4);
      MemorySegment in = arena.allocate(4);
      MemorySegment message = SpiDevice.message(arena, out, in);
      assertThat(message.byteSize()).isEqualTo(32);
      assertThat(message.get(JAVA_LONG, 0)).isEqualTo(out.address());
      assertThat(message.get(JAVA_LONG, 8)).isEqualTo(in.address());
      assertThat(message.get(JAVA_INT, 16)).isEqualTo(4);
      assertThat(message.get(JAVA_BYTE, 26)).as("bits_per_word").isEqualTo((byte) 8);
      assertThat(SpiDevice.MESSAGE >> 16 & 0x3FFF).as("size in the number").isEqualTo(32);
    }
  }

  @Test
  void aBusThatIsNotThereSaysHowToSwitchItOn() {
    assertThatThrownBy(() -> I2cDevice.open(Path.of("/dev/i2c-999")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("raspi-config");
    assertThatThrownBy(() -> SpiDevice.open(Path.of("/dev/spidev99.9")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("raspi-config");
  }

  @Test
  void anErrorOfOnePartIsNotTheEndOfTheBus() throws IOException {
    try (DeviceFile file = DeviceFile.open(Path.of("/dev/null"), "i2c")) {
      assertThat(file.why(0x48, new Errno("ioctl", Errno.EREMOTEIO)))
          .isInstanceOf(NoAnswerException.class)
          .hasMessageContaining("nobody answers at 0x48 of /dev/null");
      assertThat(file.why(0x48, new Errno("ioctl", Errno.ETIMEDOUT)))
          .isInstanceOf(NoAnswerException.class)
          .hasMessageContaining("stuck");
      assertThat(file.why(0x48, new Errno("ioctl", Errno.EBUSY)))
          .isInstanceOf(NoAnswerException.class)
          .hasMessageContaining("driver");
      assertThat(file.why(0x48, new Errno("ioctl", Errno.ENODEV)))
          .as("the bus is still there")
          .isInstanceOf(NoAnswerException.class);
      assertThat(file.why(0x48, new Errno("ioctl", Errno.EBADF)))
          .isNotInstanceOf(NoAnswerException.class)
          .hasMessageContaining("gone");
    }
  }
}
