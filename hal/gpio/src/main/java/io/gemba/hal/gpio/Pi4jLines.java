package io.gemba.hal.gpio;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lines through Pi4J. Its listeners run on threads of Pi4J and only put edges into a bounded queue;
 * its own debounce is switched off, because it would stamp nothing and differs between providers.
 */
class Pi4jLines implements Lines {
  private static final int ROOM = 65_536;

  private final Context pi4j;
  private final DigitalInputProvider inputs;
  private final DigitalOutputProvider outputs;
  private final InstantSource clock;
  private final LongSupplier ticker;
  private final BlockingQueue<Edge> edges = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong overflowed = new AtomicLong();

  /** Lines of the given providers, which belong to this object from now on. */
  Pi4jLines(
      DigitalInputProvider inputs,
      DigitalOutputProvider outputs,
      String chipName,
      InstantSource clock,
      LongSupplier ticker)
      throws IOException {
    this.inputs = inputs;
    this.outputs = outputs;
    this.clock = clock;
    this.ticker = ticker;
    var builder = Pi4J.newContextBuilder().noAutoDetect().disableShutdownHook();
    if (!chipName.isEmpty()) {
      builder.setGpioChipName(chipName);
    }
    try {
      this.pi4j = builder.add(inputs, outputs).build();
    } catch (RuntimeException | LinkageError e) { // Pi4J throws bare ones, libraries may not load
      throw new IOException("Pi4J cannot open the GPIO chip: " + e.getMessage(), e);
    }
  }

  /** Pi4J's own mock: inputs are low until somebody says otherwise, outputs remember. */
  static Pi4jLines mock(InstantSource clock, LongSupplier ticker) throws IOException {
    return new Pi4jLines(
        MockDigitalInputProvider.newInstance(),
        MockDigitalOutputProvider.newInstance(),
        "",
        clock,
        ticker);
  }

  @Override
  public Granted input(Wanted wanted) throws IOException {
    int line = wanted.line();
    DigitalInputConfig config =
        DigitalInput.newConfigBuilder(pi4j)
            .id("in" + line)
            .address(line)
            .pull(resistance(wanted.pull()))
            .debounce(0L)
            .build();
    try {
      DigitalInput input = inputs.create(config);
      taken(line, input);
      input.addListener(event -> keep(line, event.state()));
      return new Granted(input.state() == DigitalState.HIGH, false, false);
    } catch (RuntimeException e) { // every refusal of Pi4J and libgpiod is one
      throw refused(line, e);
    }
  }

  @Override
  public Pair inputs(Wanted a, Wanted b) throws IOException {
    Granted first = input(a);
    try {
      return new Pair(first, input(b));
    } catch (IOException e) {
      pi4j.shutdown("in" + a.line());
      throw e;
    }
  }

  /** Tells a subclass that an input is there, before its edges are kept. */
  void taken(int line, DigitalInput input) {}

  private static PullResistance resistance(Pull pull) {
    return switch (pull) {
      case AS_IT_IS, OFF -> PullResistance.OFF;
      case UP -> PullResistance.PULL_UP;
      case DOWN -> PullResistance.PULL_DOWN;
    };
  }

  private void keep(int line, DigitalState state) {
    if (!edges.offer(
        new Edge(line, state == DigitalState.HIGH, clock.instant(), ticker.getAsLong()))) {
      overflowed.incrementAndGet();
    }
  }

  @Override
  public Output output(int line, boolean high, boolean after) throws IOException {
    DigitalOutputConfig config =
        DigitalOutput.newConfigBuilder(pi4j)
            .id("out" + line)
            .address(line)
            .initial(level(high))
            .shutdown(level(after))
            .build();
    try {
      DigitalOutput output = outputs.create(config);
      return on -> set(line, output, on);
    } catch (RuntimeException e) { // every refusal of Pi4J and libgpiod is one
      throw refused(line, e);
    }
  }

  private static void set(int line, DigitalOutput output, boolean high) throws IOException {
    try {
      output.state(level(high));
    } catch (com.pi4j.io.exception.IOException | IllegalStateException e) {
      throw new IOException("GPIO" + line + " could not be switched: " + e.getMessage(), e);
    }
  }

  private static DigitalState level(boolean high) {
    return high ? DigitalState.HIGH : DigitalState.LOW;
  }

  private static IOException refused(int line, RuntimeException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new IOException(
        "GPIO" + line + " cannot be had (in use by another program?): " + cause.getMessage(), e);
  }

  @Override
  public Optional<Edge> next(Duration wait) throws IOException, InterruptedException {
    return Optional.ofNullable(edges.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public long overflowed() {
    return overflowed.getAndSet(0);
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // Pi4J waits for its threads and must be let
    try {
      pi4j.shutdown();
    } catch (Pi4JException e) {
      throw new IllegalStateException("Pi4J does not let go of the GPIO chip", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
