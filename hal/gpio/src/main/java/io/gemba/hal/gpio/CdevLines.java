package io.gemba.hal.gpio;

import io.gemba.hal.gpio.cdev.CharDevice;
import io.gemba.hal.gpio.cdev.KernelClock;
import io.gemba.hal.gpio.cdev.LineEvent;
import io.gemba.hal.gpio.cdev.LineHandle;
import io.gemba.hal.gpio.cdev.LineRequest;
import io.gemba.hal.gpio.cdev.Waiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * The lines of a real chip through the kernel's character device: each with room for 1,024 edges in
 * the kernel, dated in the interrupt and numbered, so that a lost one is known. No thread of its
 * own.
 */
final class CdevLines implements Lines {
  /**
   * From here on the kernel debounces. Its timers go by ticks of up to 10 ms and date the end of
   * the quiet time: too coarse for a short one, but a contact that chatters for long wakes nobody.
   */
  static final Duration KERNEL_DEBOUNCE = Duration.ofMillis(20);

  /** Some kernels wake nobody when a chip is pulled out: looking again finds out. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private static final String CONSUMER = "gemba";

  private final CharDevice chip;
  private final KernelClock clock;
  private final Waiter waiter;
  private final Map<Integer, Input> inputs = new HashMap<>();
  private final List<Parked> parked = new ArrayList<>();
  private final Queue<Edge> ready = new ArrayDeque<>();

  private static final class Input {
    final LineHandle handle;
    final long debounceNanos;
    int sequence;

    Input(LineHandle handle, long debounceNanos) {
      this.handle = handle;
      this.debounceNanos = debounceNanos;
    }

    /** How many edges are missing before this one. */
    long lostBefore(LineEvent event) {
      int number = event.sequence();
      long lost = Integer.toUnsignedLong(number - sequence - 1);
      sequence = number;
      return lost;
    }
  }

  private record Parked(LineHandle handle, boolean after) {}

  private CdevLines(CharDevice chip, KernelClock clock, Waiter waiter) {
    this.chip = chip;
    this.clock = clock;
    this.waiter = waiter;
  }

  /**
   * Opens a chip.
   *
   * @throws IOException there is no such chip, or this user may not open it: in words
   */
  static CdevLines open(Chip wanted, InstantSource wall, LongSupplier ticker) throws IOException {
    CharDevice chip = GpioChips.onThisMachine().open(wanted);
    try {
      KernelClock clock = new KernelClock(wall, ticker);
      return new CdevLines(chip, clock, new Waiter());
    } catch (IOException | RuntimeException e) {
      chip.close();
      throw e;
    }
  }

  @Override
  public Granted input(Wanted wanted) throws IOException {
    boolean inKernel = wanted.debounce().compareTo(KERNEL_DEBOUNCE) >= 0;
    boolean all = !wanted.debounce().isZero() && !inKernel;
    List<Boolean> high =
        take(
            request(List.of(wanted.line()), wanted, inKernel, all),
            inKernel ? wanted.debounce().toNanos() : 0);
    return new Granted(high.getFirst(), inKernel, !all);
  }

  /** One request for both: the kernel keeps and numbers their edges together. */
  @Override
  public Pair inputs(Wanted a, Wanted b) throws IOException {
    List<Boolean> high = take(request(List.of(a.line(), b.line()), a, false, true), 0);
    return new Pair(
        new Granted(high.getFirst(), false, false), new Granted(high.getLast(), false, false));
  }

  private List<Boolean> take(LineRequest request, long debounceNanos) throws IOException {
    LineHandle handle = chip.take(request);
    try {
      List<Boolean> high = handle.high();
      waiter.add(handle);
      Input input = new Input(handle, debounceNanos);
      request.lines().forEach(line -> inputs.put(line, input));
      return high;
    } catch (IOException | RuntimeException e) {
      handle.close();
      throw e;
    }
  }

  private static LineRequest request(
      List<Integer> lines, Wanted wanted, boolean inKernel, boolean all) {
    return new LineRequest(
        lines,
        CONSUMER,
        false,
        false,
        all || wanted.edges() != Edges.FALLING,
        all || wanted.edges() != Edges.RISING,
        bias(wanted.pull()),
        inKernel ? Math.toIntExact(wanted.debounce().toNanos() / 1_000) : 0);
  }

  private static LineRequest.Bias bias(Pull pull) {
    return switch (pull) {
      case AS_IT_IS -> LineRequest.Bias.AS_IT_IS;
      case OFF -> LineRequest.Bias.OFF;
      case UP -> LineRequest.Bias.UP;
      case DOWN -> LineRequest.Bias.DOWN;
    };
  }

  @Override
  public Output output(int line, boolean high, boolean after) throws IOException {
    LineHandle handle = chip.take(LineRequest.output(line, CONSUMER, high));
    parked.add(new Parked(handle, after));
    return handle::set;
  }

  @Override
  public Optional<Edge> next(Duration wait) throws IOException, InterruptedException {
    if (ready.isEmpty()) {
      List<LineEvent> events = waiter.next(wait.compareTo(LOOK_AGAIN) < 0 ? wait : LOOK_AGAIN);
      if (!events.isEmpty()) {
        clock.update();
        events.stream()
            .map(this::edge)
            .sorted(Comparator.comparingLong(Edge::ticks))
            .forEach(ready::add);
      }
    }
    return Optional.ofNullable(ready.poll());
  }

  private Edge edge(LineEvent event) {
    Input input = Objects.requireNonNull(inputs.get(event.line()), "an edge of a line nobody took");
    long lost = input.lostBefore(event);
    long time = event.nanos() - input.debounceNanos;
    return new Edge(event.line(), event.rising(), clock.wallTime(time), clock.ticks(time), lost);
  }

  /** None: every loss shows in the next edge of its line. */
  @Override
  public long overflowed() {
    return 0;
  }

  @Override
  public void close() {
    parked.forEach(CdevLines::park);
    inputs.values().forEach(input -> input.handle.close());
    chip.close();
    try {
      waiter.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the wait for GPIO edges cannot be ended", e);
    }
  }

  private static void park(Parked output) {
    try (LineHandle handle = output.handle()) {
      handle.set(output.after());
    } catch (IOException e) {
      output.handle().close(); // the chip is gone, and its wires with it
    }
  }
}
