package io.gemba.hal.gpio.cdev;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for edges of any number of lines. An interrupt ends the wait at once: the JDK lets a
 * channel be told of it, and this one then writes to a descriptor that is waited for, too. Used and
 * closed by one thread.
 */
public final class Waiter implements AutoCloseable {
  private static final int AT_ONCE = 256;
  private static final int SOME = 8;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment buffer = arena.allocate((long) Uapi.EVENT * AT_ONCE, 8);
  private final List<LineHandle> lines = new ArrayList<>();
  private final Alarm alarm;
  private MemorySegment fds = arena.allocate(SOME * 8L, 8);

  /** Waits for no line yet. */
  public Waiter() throws IOException {
    this.alarm = new Alarm(Libc.eventfd());
    Libc.want(fds, 0, alarm.eventfd);
  }

  /** Waits for this line's edges, too, from now on. */
  public void add(LineHandle line) {
    lines.add(line);
    if (fds.byteSize() < (lines.size() + 1) * 8L) {
      MemorySegment larger = arena.allocate(fds.byteSize() * 2, 8);
      larger.copyFrom(fds);
      fds = larger;
    }
    Libc.want(fds, lines.size(), line.fd());
  }

  /**
   * The next edges: none if there were none in time. Those of one line are in order.
   *
   * @throws IOException the chip is gone
   */
  public List<LineEvent> next(Duration wait) throws IOException, InterruptedException {
    alarm.poll(fds, lines.size() + 1, millis(wait));
    List<LineEvent> events = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (Libc.readable(fds, i + 1)) {
        events.addAll(lines.get(i).read(buffer));
      } else if (Libc.broken(fds, i + 1)) {
        throw lines.get(i).unplugged(); // a read would wait for ever on some kernels
      }
    }
    return events;
  }

  /** Rounded up, so that what is due is due after the wait. */
  private static int millis(Duration wait) {
    long nanos = wait.toNanos();
    return (int) Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
  }

  /** Leaves the lines as they are. */
  @Override
  public void close() throws IOException {
    alarm.close();
    Libc.close(alarm.eventfd);
    arena.close();
  }

  private static final class Alarm extends AbstractInterruptibleChannel {
    private final int eventfd;

    Alarm(int eventfd) {
      this.eventfd = eventfd;
    }

    void poll(MemorySegment fds, int count, int millis) throws IOException, InterruptedException {
      boolean completed = false;
      try {
        begin();
        Libc.poll(fds, count, millis);
        completed = true;
      } finally {
        heed(completed);
      }
    }

    private void heed(boolean completed) throws IOException, InterruptedException {
      try {
        end(completed);
      } catch (ClosedByInterruptException e) {
        Thread.interrupted(); // told by the exception from here on
        throw new InterruptedException();
      }
    }

    /** Called by whoever interrupts the waiting thread. */
    @Override
    protected void implCloseChannel() throws IOException {
      Libc.signal(eventfd);
    }
  }
}
