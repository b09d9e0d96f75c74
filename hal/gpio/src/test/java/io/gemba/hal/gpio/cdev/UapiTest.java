package io.gemba.hal.gpio.cdev;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers and offsets as a C compiler made them of linux/gpio.h. */
class UapiTest {

  @Test
  void theCallsHaveTheNumbersOfTheHeader() {
    assertThat(Uapi.GET_CHIPINFO).isEqualTo(0x8044B401L);
    assertThat(Uapi.GET_LINEINFO).isEqualTo(0xC100B405L);
    assertThat(Uapi.GET_LINE).isEqualTo(0xC250B407L);
    assertThat(Uapi.GET_VALUES).isEqualTo(0xC010B40EL);
    assertThat(Uapi.SET_VALUES).isEqualTo(0xC010B40FL);
  }

  @Test
  void anInputIsAskedForWithEdgesPullDebounceAndRoom() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request =
          Uapi.newRequest(
              arena,
              new LineRequest(
                  List.of(17), "gemba", false, false, true, false, LineRequest.Bias.UP, 20_000));
      assertThat(request.get(JAVA_INT, 0)).isEqualTo(17);
      assertThat(request.getString(256)).isEqualTo("gemba");
      assertThat(request.get(JAVA_LONG, 288)).isEqualTo(1L << 2 | 1L << 4 | 1L << 8);
      assertThat(request.get(JAVA_INT, 296)).as("num_attrs").isEqualTo(1);
      assertThat(request.get(JAVA_INT, 320)).as("debounce").isEqualTo(3);
      assertThat(request.get(JAVA_INT, 328)).isEqualTo(20_000);
      assertThat(request.get(JAVA_LONG, 336)).as("for the only line").isEqualTo(1);
      assertThat(request.get(JAVA_INT, 560)).as("num_lines").isEqualTo(1);
      assertThat(request.get(JAVA_INT, 564)).as("event_buffer_size").isEqualTo(1_024);
    }
  }

  @Test
  void twoLinesTakenTogetherShareTheirRoomAndTheirNumbers() {
    try (Arena arena = Arena.ofConfined()) {
      LineRequest both =
          new LineRequest(
              List.of(5, 6), "gemba", false, false, true, true, LineRequest.Bias.OFF, 30_000);
      MemorySegment request = Uapi.newRequest(arena, both);
      assertThat(request.get(JAVA_INT, 0)).isEqualTo(5);
      assertThat(request.get(JAVA_INT, 4)).isEqualTo(6);
      assertThat(request.get(JAVA_LONG, 336)).as("debounce of both").isEqualTo(3);
      assertThat(request.get(JAVA_INT, 560)).as("num_lines").isEqualTo(2);
      MemorySegment values = Uapi.newValues(arena, 2, true);
      assertThat(Uapi.high(values, 1)).isTrue();
      assertThat(values.get(JAVA_LONG, 8)).as("mask").isEqualTo(3);
    }
  }

  @Test
  void anOutputIsAskedForWithItsFirstLevel() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = Uapi.newRequest(arena, LineRequest.output(22, "x".repeat(40), true));
      assertThat(request.getString(256)).isEqualTo("x".repeat(31));
      assertThat(request.get(JAVA_LONG, 288)).isEqualTo(1L << 3);
      assertThat(request.get(JAVA_INT, 320)).as("output values").isEqualTo(2);
      assertThat(request.get(JAVA_LONG, 328)).isEqualTo(1);
      assertThat(request.get(JAVA_INT, 564)).isZero();
    }
  }

  @Test
  void eventsAreReadOneAfterTheOther() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(3L * Uapi.EVENT, 8);
      event(buffer, 0, 5_000, 1, 17, 7);
      event(buffer, 48, 6_000, 2, 17, -1);
      assertThat(Uapi.events(buffer, 96))
          .containsExactly(new LineEvent(17, true, 5_000, 7), new LineEvent(17, false, 6_000, -1));
    }
  }

  private static void event(MemorySegment at, long o, long nanos, int id, int line, int sequence) {
    at.set(JAVA_LONG, o, nanos);
    at.set(JAVA_INT, o + 8, id);
    at.set(JAVA_INT, o + 12, line);
    at.set(JAVA_INT, o + 16, sequence);
  }

  @Test
  void aNameThatFillsItsFieldHasNoEnd() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = Uapi.newLineInfo(arena, 3);
      info.asSlice(0, 32).fill((byte) 'n');
      info.set(JAVA_BYTE, 32, (byte) 'c');
      info.set(JAVA_LONG, 72, Uapi.USED | Uapi.OUTPUT | Uapi.ACTIVE_LOW);
      assertThat(Uapi.lineInfo(info))
          .isEqualTo(new LineInfo(3, "n".repeat(32), "c", true, true, true));
    }
  }
}
