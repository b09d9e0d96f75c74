package io.gemba.agent.core.clock;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two calls of the C library: the time since the boot (clock_gettime(2), CLOCK_BOOTTIME) and
 * whether the kernel's clock is kept by a time server (adjtimex(2)). Any thread.
 */
final class KernelTime {
  private static final int CLOCK_BOOTTIME = 7;
  private static final int STA_UNSYNC = 0x40;
  private static final int ROOM_FOR_TIMEX = 512;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final boolean LONG_IS_64 =
      Objects.requireNonNull(LINKER.canonicalLayouts().get("long")).byteSize() == 8;

  /** After {@code modes} and four longs, which begin at their own alignment. */
  private static final long STATUS_OFFSET = LONG_IS_64 ? 40 : 20;

  private static final @Nullable MethodHandle CLOCK_GETTIME =
      link("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final @Nullable MethodHandle ADJTIMEX =
      link("adjtimex", FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private KernelTime() {}

  private static @Nullable MethodHandle link(String name, FunctionDescriptor descriptor) {
    Optional<MemorySegment> found = LINKER.defaultLookup().find(name);
    return found.isEmpty() ? null : LINKER.downcallHandle(found.get(), descriptor);
  }

  /** Nanoseconds since the boot, time asleep included; -1 where the system does not tell. */
  static long bootNanos() {
    MethodHandle call = CLOCK_GETTIME;
    if (call == null) {
      return -1;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(MemoryLayout.sequenceLayout(2, JAVA_LONG));
      if ((int) call.invokeExact(CLOCK_BOOTTIME, time) != 0) {
        return -1;
      }
      return LONG_IS_64
          ? time.get(JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(JAVA_LONG, 8)
          : time.get(JAVA_INT, 0) * NANOS_PER_SECOND + time.get(JAVA_INT, 4);
    } catch (Throwable e) {
      throw new IllegalStateException("clock_gettime", e);
    }
  }

  /** Whether a time server keeps the clock, as far as the kernel knows; false also without one. */
  static boolean keptByTimeServer() {
    MethodHandle call = ADJTIMEX;
    if (call == null) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timex = arena.allocate(ROOM_FOR_TIMEX, 8); // zeroed: modes 0 only asks
      int state = (int) call.invokeExact(timex);
      return state >= 0 && (timex.get(JAVA_INT, STATUS_OFFSET) & STA_UNSYNC) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("adjtimex", e);
    }
  }
}
