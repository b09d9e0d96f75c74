package io.gemba.hal.simulator;

import io.gemba.hal.simulator.gpio.GpioFeed;
import io.gemba.hal.simulator.model.MouldingLine;
import io.gemba.hal.simulator.model.Plant;
import io.gemba.hal.simulator.model.PlantEvent;
import io.gemba.hal.simulator.model.PlantEvent.Change;
import io.gemba.hal.simulator.model.Signal;
import io.gemba.hal.simulator.opcua.Desk;
import io.gemba.hal.simulator.opcua.LoadTags;
import io.gemba.hal.simulator.opcua.PlantServer;
import io.gemba.hal.simulator.opcua.PointTable;
import io.gemba.hal.simulator.opcua.ServerSettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * A running virtual plant: model, OPC UA server, GPIO feed. It sleeps until the next thing happens
 * and has one thread of its own for everything that changes; its methods may be called from any
 * thread.
 */
public final class SimulatedPlant implements AutoCloseable {

  // Coalesces what a fast time factor would otherwise turn into a busy loop.
  private static final long SHORTEST_SLEEP_MICROS = 2_000;
  private static final long LONGEST_SLEEP_MICROS = 1_000_000;

  private final ScheduledThreadPoolExecutor thread;
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final PointTable points = new PointTable();
  private final PlantClock clock;
  private final Plant plant;
  private final LoadTags load;
  private final FaultWords words;
  private final @Nullable TruthLog truth;
  private final @Nullable GpioFeed gpio;
  private final PlantServer server;
  private final @Nullable TemporaryFolder temporary;
  private @Nullable ScheduledFuture<?> next;

  SimulatedPlant(PlantBuilder wanted) throws IOException {
    thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("gemba-plant").factory());
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    clock = new PlantClock(InstantSource.system(), System::nanoTime, wanted.speed);
    temporary = wanted.directory == null ? new TemporaryFolder() : null;
    Path directory = temporary == null ? wanted.directory() : temporary.path();
    TruthLog log = null;
    GpioFeed feed = null;
    try {
      log = wanted.truth == null ? null : new TruthLog(wanted.truth, clock);
      feed =
          wanted.gpioPort < 0 ? null : new GpioFeed(wanted.bind, wanted.gpioPort, this::blowHorn);
      truth = log;
      gpio = feed;
      plant = new Plant(clock.start(), wanted.settings(), this::happened);
      load = new LoadTags(points, wanted.points, wanted.interval);
      load.begin(this::sourceTime);
      words = new FaultWords(plant, points, this::now, wanted.die);
      if (log != null) {
        plant.lines().stream().map(MouldingLine::settings).forEach(log::line);
      }
      server = startServer(wanted, directory);
    } catch (IOException | RuntimeException e) {
      thread.shutdownNow();
      closeQuietly(feed, e);
      closeQuietly(log, e);
      closeQuietly(temporary, e);
      throw e;
    }
    thread.execute(this::wake);
  }

  /** A plant still to be described; nothing listens before {@link PlantBuilder#start}. */
  public static PlantBuilder builder() {
    return new PlantBuilder();
  }

  /** Where OPC UA clients connect, {@code opc.tcp://HOST:PORT/gemba}. */
  public String endpoint() {
    return server.endpoint();
  }

  /** Where GPIO peers connect, empty when that feed is off. */
  public Optional<InetSocketAddress> gpioFeed() {
    return Optional.ofNullable(gpio).map(GpioFeed::address);
  }

  /** Completes exceptionally when the plant stands still for good, say because the disk is full. */
  public CompletableFuture<Void> failure() {
    return failure;
  }

  /**
   * Does what a line of fault words says, such as {@code starve Press1}; {@code help} lists them.
   *
   * @throws IllegalArgumentException when it can't be understood
   * @throws IllegalStateException when the plant can't do that now
   */
  public String say(String line) {
    return onPlant(() -> words.say(line));
  }

  /** The last true value of a signal, whatever the server shows of it. */
  public Object value(String machine, Signal signal) {
    return onPlant(() -> plant.line(machine).value(signal));
  }

  /** Writes the rest of the truth and closes every port; running sessions are cut. */
  @Override
  public void close() throws IOException {
    try {
      thread.execute(this::endTruth);
    } catch (RejectedExecutionException e) {
      return; // closed before
    }
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      thread.shutdownNow();
    }
    closeAll();
    failure.complete(null);
  }

  private void closeAll() throws IOException {
    IOException failed = new IOException("the plant did not close cleanly");
    closeQuietly(server, failed);
    closeQuietly(gpio, failed);
    closeQuietly(truth, failed);
    closeQuietly(temporary, failed);
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }

  private PlantServer startServer(PlantBuilder wanted, Path directory) throws IOException {
    int port = wanted.port == 0 ? PlantServer.freePort(wanted.bind) : wanted.port;
    ServerSettings settings =
        new ServerSettings(
            wanted.bind,
            port,
            directory,
            wanted.login(),
            wanted.trustClients,
            wanted.namespacesBefore);
    return new PlantServer(settings, plant, points, load, FaultWords.WORDS, new PlantDesk());
  }

  private void wake() {
    try {
      Duration step = clock.follow();
      if (truth != null && !step.isZero()) {
        truth.clockStep(step);
      }
      plant.advanceTo(clock.plantMillis());
      load.advance(clock.elapsedMicros(), this::sourceTime);
      points.advance(now());
      server.lookAtAlarms(now());
      sleep();
    } catch (RuntimeException e) {
      failure.completeExceptionally(e);
    }
  }

  private void sleep() {
    long micros = Math.min(LONGEST_SLEEP_MICROS, clock.microsUntil(plant.nextEvent()));
    micros = Math.min(micros, load.nextDue() - clock.elapsedMicros());
    if (points.nextDue() != PointTable.NEVER) {
      micros = Math.min(micros, (points.nextDue() - now().utcTime()) / 10);
    }
    if (next != null) {
      next.cancel(false);
    }
    if (!thread.isShutdown()) {
      long sleep = Math.max(SHORTEST_SLEEP_MICROS, micros);
      next = thread.schedule(this::wake, sleep, TimeUnit.MICROSECONDS);
    }
  }

  private void happened(PlantEvent event) {
    if (event instanceof Change change) {
      show(change);
    }
    if (truth != null) {
      truth.event(event);
    }
  }

  private void show(Change change) {
    String id = change.machine() + "." + change.signal().label();
    Object value = change.value();
    Variant variant =
        change.signal().type() == Signal.Type.UINT32
            ? Variant.ofUInt32(Unsigned.uint((Long) value))
            : Variant.of(value);
    points.update(id, variant, PlantClock.time(clock.wallOf(change.at())), now());
    if (gpio != null && change.machine().equals("Press1") && value instanceof Boolean high) {
      switch (change.signal()) {
        case LAMP_GREEN -> gpio.set(GpioFeed.GREEN, high);
        case LAMP_AMBER -> gpio.set(GpioFeed.AMBER, high);
        case LAMP_RED -> gpio.set(GpioFeed.RED, high);
        case PART_PULSE -> gpio.set(GpioFeed.PARTS, high);
        default -> {}
      }
    }
  }

  private void blowHorn(boolean on) {
    later(
        () -> {
          plant.advanceTo(clock.plantMillis());
          plant.lines().getFirst().horn(on);
          wake();
        });
  }

  // Peers and sessions still leave while the plant closes; nobody needs to know any more.
  private void later(Runnable action) {
    try {
      thread.execute(action);
    } catch (RejectedExecutionException e) {
      if (!thread.isShutdown()) {
        throw e;
      }
    }
  }

  private void endTruth() {
    if (truth != null && !failure.isCompletedExceptionally()) {
      plant.advanceTo(clock.plantMillis());
      plant.lines().forEach(truth::end);
    }
  }

  private DateTime sourceTime(long elapsedMicros) {
    return PlantClock.time(clock.at(elapsedMicros));
  }

  private DateTime now() {
    return PlantClock.time(clock.now());
  }

  private <T> T onPlant(Callable<T> action) {
    try {
      return thread
          .submit(
              () -> {
                plant.advanceTo(clock.plantMillis());
                T answer = action.call();
                wake();
                return answer;
              })
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the plant", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IllegalArgumentException wrong ->
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        case RuntimeException failed ->
            throw new IllegalStateException(failed.getMessage(), failed);
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private static void closeQuietly(@Nullable Closeable open, Exception cause) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private final class PlantDesk implements Desk {
    @Override
    public Executor plantThread() {
      return SimulatedPlant.this::later;
    }

    @Override
    public void setpoint(String machine, double celsius) {
      onPlant(
          () -> {
            plant.line(machine).setpoint(celsius);
            return true;
          });
    }

    @Override
    public String say(String line) {
      return SimulatedPlant.this.say(line);
    }
  }
}
