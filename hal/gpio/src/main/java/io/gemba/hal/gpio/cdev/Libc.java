package io.gemba.hal.gpio.cdev;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The few calls of the C library that a character device needs, on 64-bit and 32-bit machines. Safe
 * for use from any thread. A failed call is an {@link Errno}.
 */
final class Libc {
  /** Something can be read, in a {@code struct pollfd}. */
  static final short POLLIN = 1;

  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int EFD_NONBLOCK = 0x800;
  private static final int CLOCK_MONOTONIC = 1;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final Linker LINKER = Linker.nativeLinker();

  /** C's {@code long}, also {@code size_t} and the fields of {@code struct timespec}. */
  private static final MemoryLayout LONG =
      Objects.requireNonNull(LINKER.canonicalLayouts().get("long"));

  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN = link("open", int.class, 2, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = link("close", int.class, -1, JAVA_INT, JAVA_INT);
  private static final MethodHandle IOCTL =
      link("ioctl", int.class, 2, JAVA_INT, JAVA_INT, LONG, ADDRESS);
  private static final MethodHandle READ =
      link("read", long.class, -1, LONG, JAVA_INT, ADDRESS, LONG);
  private static final MethodHandle WRITE =
      link("write", long.class, -1, LONG, JAVA_INT, ADDRESS, LONG);
  private static final MethodHandle POLL =
      link("poll", int.class, -1, JAVA_INT, ADDRESS, LONG, JAVA_INT);
  private static final MethodHandle EVENTFD =
      link("eventfd", int.class, -1, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOCK_GETTIME =
      link("clock_gettime", int.class, -1, JAVA_INT, JAVA_INT, ADDRESS);

  private Libc() {}

  /** A function as Java sees it: a segment for errno first, and C's longs always 64 bits wide. */
  private static MethodHandle link(
      String name, Class<?> result, int firstVariadic, MemoryLayout c, MemoryLayout... arguments) {
    Linker.Option errno = Linker.Option.captureCallState("errno");
    Linker.Option[] options =
        firstVariadic < 0
            ? new Linker.Option[] {errno}
            : new Linker.Option[] {errno, Linker.Option.firstVariadicArg(firstVariadic)};
    MethodHandle raw =
        LINKER.downcallHandle(
            LINKER.defaultLookup().find(name).orElseThrow(),
            FunctionDescriptor.of(c, arguments),
            options);
    MethodType type = raw.type().changeReturnType(result);
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals(LONG)) {
        type = type.changeParameterType(i + 1, long.class);
      }
    }
    return MethodHandles.explicitCastArguments(raw, type);
  }

  /** Opens a device for reading and writing; programs started later do not inherit it. */
  static int open(String path) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = errno(arena);
      int fd = (int) OPEN.invokeExact(errno, arena.allocateFrom(path), O_RDWR | O_CLOEXEC);
      return check(fd, errno, "open");
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Closes; what close could say helps nobody. */
  static void close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(errno(arena), fd);
    } catch (Throwable e) {
      throw new IllegalStateException("close could not be called", e);
    }
  }

  /** The call that does everything else. */
  static void ioctl(int fd, long request, MemorySegment argument) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = errno(arena);
      check((int) IOCTL.invokeExact(errno, fd, request, argument), errno, "ioctl");
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Reads up to the size of the segment; how many bytes it were. */
  static long read(int fd, MemorySegment into) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = errno(arena);
      long count = (long) READ.invokeExact(errno, fd, into, into.byteSize());
      check(count < 0 ? -1 : 0, errno, "read");
      return count;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Waits until one of the {@code struct pollfd} has something.
   *
   * @param millis how long at most; a signal may end it earlier
   */
  static void poll(MemorySegment fds, int count, int millis) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = errno(arena);
      int ready = (int) POLL.invokeExact(errno, fds, (long) count, millis);
      if (ready >= 0 || (int) ERRNO.get(errno, 0L) != Errno.EINTR) {
        check(ready, errno, "poll");
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A descriptor that becomes readable by {@link #signal}. */
  static int eventfd() throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = errno(arena);
      return check((int) EVENTFD.invokeExact(errno, 0, EFD_NONBLOCK | O_CLOEXEC), errno, "eventfd");
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Makes an {@link #eventfd} readable. */
  static void signal(int eventfd) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = errno(arena);
      MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
      long count = (long) WRITE.invokeExact(errno, eventfd, one, one.byteSize());
      check((int) count, errno, "write");
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The clock of the kernel's event times, in nanoseconds. */
  static long monotonicNanos() throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = errno(arena);
      MemorySegment time = arena.allocate(2 * LONG.byteSize(), LONG.byteAlignment());
      check((int) CLOCK_GETTIME.invokeExact(errno, CLOCK_MONOTONIC, time), errno, "clock_gettime");
      return LONG.byteSize() == Long.BYTES
          ? time.get(JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(JAVA_LONG, Long.BYTES)
          : time.get(JAVA_INT, 0) * NANOS_PER_SECOND + time.get(JAVA_INT, Integer.BYTES);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Fills in one {@code struct pollfd} that waits for something to read. */
  static void want(MemorySegment fds, int index, int fd) {
    fds.set(JAVA_INT, index * 8L, fd);
    fds.set(JAVA_SHORT, index * 8L + 4, POLLIN);
    fds.set(JAVA_SHORT, index * 8L + 6, (short) 0);
  }

  /** Whether a {@code struct pollfd} has something to read, so that a read does not wait. */
  static boolean readable(MemorySegment fds, int index) {
    return (fds.get(JAVA_SHORT, index * 8L + 6) & POLLIN) != 0;
  }

  /** Whether a {@code struct pollfd} has an error or was hung up, and nothing to read. */
  static boolean broken(MemorySegment fds, int index) {
    return fds.get(JAVA_SHORT, index * 8L + 6) != 0 && !readable(fds, index);
  }

  private static MemorySegment errno(Arena arena) {
    return arena.allocate(Linker.Option.captureStateLayout());
  }

  private static int check(int result, MemorySegment errno, String call) throws Errno {
    if (result < 0) {
      throw new Errno(call, (int) ERRNO.get(errno, 0L));
    }
    return result;
  }

  private static Errno unexpected(@Nullable Throwable e) {
    return switch (e) {
      case Errno refused -> refused;
      case RuntimeException bug -> throw bug;
      case Error fatal -> throw fatal;
      case null, default -> throw new IllegalStateException("a call of libc threw", e);
    };
  }
}
