package io.gemba.hal.gpio.cdev;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The structures and numbers of linux/gpio.h, interface version 2: the same on x86, arm and arm64,
 * 32 and 64 bits wide, because every field is aligned by hand there.
 */
final class Uapi {
  static final long GET_CHIPINFO = io(2, 0x01, 68);
  static final long GET_LINEINFO = io(3, 0x05, 256);
  static final long GET_LINE = io(3, 0x07, 592);
  static final long GET_VALUES = io(3, 0x0E, 16);
  static final long SET_VALUES = io(3, 0x0F, 16);

  static final long USED = 1;
  static final long ACTIVE_LOW = 1 << 1;
  static final long INPUT = 1 << 2;
  static final long OUTPUT = 1 << 3;
  static final long RISING = 1 << 4;
  static final long FALLING = 1 << 5;
  static final long PULL_UP = 1 << 8;
  static final long PULL_DOWN = 1 << 9;
  static final long BIAS_OFF = 1 << 10;

  /** The size of one struct gpio_v2_line_event. */
  static final int EVENT = 48;

  /** The most events the kernel keeps for one request, GPIO_V2_LINES_MAX * 16. */
  static final int MOST_EVENTS = 1_024;

  private static final int NAME = 32;
  private static final int OUTPUT_VALUES = 2;
  private static final int DEBOUNCE = 3;

  private Uapi() {}

  /** An ioctl number as asm-generic/ioctl.h makes it. */
  private static long io(long direction, long number, long size) {
    return direction << 30 | size << 16 | 0xB4L << 8 | number;
  }

  static MemorySegment newChipInfo(Arena arena) {
    return arena.allocate(68, 8);
  }

  static ChipInfo chipInfo(MemorySegment info) {
    return new ChipInfo(text(info, 0), text(info, NAME), info.get(JAVA_INT, 64));
  }

  static MemorySegment newLineInfo(Arena arena, int line) {
    MemorySegment info = arena.allocate(256, 8);
    info.set(JAVA_INT, 64, line);
    return info;
  }

  static LineInfo lineInfo(MemorySegment info) {
    long flags = info.get(JAVA_LONG, 72);
    return new LineInfo(
        info.get(JAVA_INT, 64),
        text(info, 0),
        text(info, NAME),
        (flags & USED) != 0,
        (flags & OUTPUT) != 0,
        (flags & ACTIVE_LOW) != 0);
  }

  static MemorySegment newRequest(Arena arena, LineRequest wanted) {
    MemorySegment request = arena.allocate(592, 8);
    List<Integer> lines = wanted.lines();
    for (int i = 0; i < lines.size(); i++) {
      request.set(JAVA_INT, i * 4L, lines.get(i));
    }
    byte[] consumer = wanted.consumer().getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(consumer, 0, request, JAVA_BYTE, 256, Math.min(consumer.length, NAME - 1));
    request.set(JAVA_LONG, 288, flags(wanted));
    if (wanted.output()) {
      attribute(request, OUTPUT_VALUES, wanted.high() ? mask(lines.size()) : 0, lines.size());
    } else if (wanted.debounceMicros() > 0) {
      attribute(request, DEBOUNCE, wanted.debounceMicros(), lines.size());
    }
    request.set(JAVA_INT, 560, lines.size());
    request.set(JAVA_INT, 564, wanted.output() ? 0 : MOST_EVENTS);
    return request;
  }

  /** The one attribute of a request, for all its lines. */
  private static void attribute(MemorySegment request, int id, long value, int lines) {
    request.set(JAVA_INT, 296, 1);
    request.set(JAVA_INT, 320, id);
    if (id == DEBOUNCE) {
      request.set(JAVA_INT, 328, (int) value);
    } else {
      request.set(JAVA_LONG, 328, value);
    }
    request.set(JAVA_LONG, 336, mask(lines));
  }

  private static long mask(int lines) {
    return (1L << lines) - 1;
  }

  private static long flags(LineRequest wanted) {
    if (wanted.output()) {
      return OUTPUT;
    }
    long edges = (wanted.rising() ? RISING : 0) | (wanted.falling() ? FALLING : 0);
    return INPUT | edges | bias(wanted.bias());
  }

  private static long bias(LineRequest.Bias bias) {
    return switch (bias) {
      case AS_IT_IS -> 0;
      case OFF -> BIAS_OFF;
      case UP -> PULL_UP;
      case DOWN -> PULL_DOWN;
    };
  }

  /** The descriptor that a granted request was given. */
  static int fd(MemorySegment request) {
    return request.get(JAVA_INT, 588);
  }

  /** Of so many lines, at most 63, all with the same level. */
  static MemorySegment newValues(Arena arena, int lines, boolean high) {
    MemorySegment values = arena.allocate(16, 8);
    values.set(JAVA_LONG, 0, high ? mask(lines) : 0);
    values.set(JAVA_LONG, 8, mask(lines));
    return values;
  }

  static boolean high(MemorySegment values, int index) {
    return (values.get(JAVA_LONG, 0) & 1L << index) != 0;
  }

  /** The events in so many bytes that were read. */
  static List<LineEvent> events(MemorySegment buffer, long bytes) {
    List<LineEvent> events = new ArrayList<>((int) (bytes / EVENT));
    for (long at = 0; at + EVENT <= bytes; at += EVENT) {
      events.add(
          new LineEvent(
              buffer.get(JAVA_INT, at + 12),
              buffer.get(JAVA_INT, at + 8) == 1,
              buffer.get(JAVA_LONG, at),
              buffer.get(JAVA_INT, at + 16)));
    }
    return events;
  }

  private static String text(MemorySegment struct, long offset) {
    byte[] bytes = struct.asSlice(offset, NAME).toArray(JAVA_BYTE);
    int end = 0;
    while (end < NAME && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
