package io.gemba.hal.gpio;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines that a test holds in its hands; a line can be somebody else's, and all can vanish. */
final class FakeLines implements Lines {
  private static final Edge GONE = new Edge(-1, false, Instant.EPOCH, 0);

  final Map<Integer, Boolean> levels = new ConcurrentHashMap<>();
  final Set<Integer> takenByOthers = new HashSet<>();
  final Map<Integer, Boolean> parked = new HashMap<>();
  final BlockingQueue<Edge> edges = new LinkedBlockingQueue<>();
  long overflow;
  boolean waits = true;

  /** Whether they debounce by themselves and tell only what was asked for. */
  boolean selective;

  final List<Wanted> asked = new ArrayList<>();

  @Override
  public Granted input(Wanted wanted) throws IOException {
    refuse(wanted.line());
    asked.add(wanted);
    return new Granted(levels.getOrDefault(wanted.line(), false), selective, selective);
  }

  @Override
  public Pair inputs(Wanted a, Wanted b) throws IOException {
    refuse(a.line());
    refuse(b.line());
    return new Pair(input(a), input(b));
  }

  @Override
  public Output output(int line, boolean high, boolean after) throws IOException {
    refuse(line);
    levels.put(line, high);
    parked.put(line, after);
    return on -> levels.put(line, on);
  }

  private void refuse(int line) throws IOException {
    if (takenByOthers.contains(line)) {
      throw new IOException("GPIO" + line + " belongs to gpiomon");
    }
  }

  @Override
  public Optional<Edge> next(Duration wait) throws IOException, InterruptedException {
    Edge edge = edges.poll(waits ? wait.toNanos() : 0, TimeUnit.NANOSECONDS);
    if (edge == GONE) {
      throw new IOException("the chip was unplugged");
    }
    return Optional.ofNullable(edge);
  }

  void vanish() {
    edges.add(GONE);
  }

  @Override
  public long overflowed() {
    long count = overflow;
    overflow = 0;
    return count;
  }

  @Override
  public void close() {
    levels.putAll(parked);
    edges.clear();
  }
}
