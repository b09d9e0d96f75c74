package io.gemba.agent.core.supervise;

import io.gemba.agent.core.Backoff;
import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one device for as long as the agent runs: a lost device is tried again for ever, and its
 * points turn bad the moment it is lost, so that nothing stale looks live. {@link #run} belongs to
 * one thread; the adapter's callbacks and {@link #health} may come from any.
 */
public final class DeviceRunner implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(DeviceRunner.class);

  /** OPC 10000-4 §7.39: the communication with the device failed. */
  public static final long BAD_NO_COMMUNICATION = 0x80310000L;

  private static final Duration CAP = Duration.ofSeconds(10);

  /** An adapter that throws what it must not is a defect: not worth hammering the device for. */
  private static final Duration DEFECT_CAP = Duration.ofSeconds(60);

  private static final Duration STABLE = Duration.ofSeconds(30);

  private final DeviceEntry entry;
  private final Adapter adapter;
  private final SampleSink sink;
  private final Path stateDirectory;
  private final InstantSource clock;
  private final Backoff backoff;
  private final LongSupplier nanoTicker;
  private final Map<String, String> pointProblems = new TreeMap<>();
  private DeviceHealth.State state = DeviceHealth.State.CONNECTING;
  private Instant since;
  private long sinceNanos;
  private @Nullable String problem;
  private long losses;
  private volatile boolean pointsAreBad;
  private volatile List<DeviceConfig.Point> found = List.of();
  private volatile Consumer<List<DeviceConfig.Point>> onFound = points -> {};
  private volatile LastTimes lastTimes = LastTimes.NONE;

  /**
   * Wires a runner; nothing happens before {@link #run}.
   *
   * @param sink the inbox of this device
   * @param stateDirectory exists; belongs to the adapter
   * @param backoff used by this runner alone
   */
  public DeviceRunner(
      DeviceEntry entry,
      Adapter adapter,
      SampleSink sink,
      Path stateDirectory,
      InstantSource clock,
      Backoff backoff) {
    this(entry, adapter, sink, stateDirectory, clock, System::nanoTime, backoff);
  }

  DeviceRunner(
      DeviceEntry entry,
      Adapter adapter,
      SampleSink sink,
      Path stateDirectory,
      InstantSource clock,
      LongSupplier nanoTicker,
      Backoff backoff) {
    this.entry = entry;
    this.adapter = adapter;
    this.sink = sink;
    this.stateDirectory = stateDirectory;
    this.clock = clock;
    this.backoff = backoff;
    this.nanoTicker = nanoTicker;
    this.since = clock.instant();
    this.sinceNanos = nanoTicker.getAsLong();
  }

  /** Where the adapter may ask what was kept; said before {@link #run}. */
  public void remember(LastTimes kept) {
    lastTimes = kept;
  }

  /** What this runner runs. */
  public DeviceEntry entry() {
    return entry;
  }

  /** All points that the adapter has found by itself so far; any thread. */
  public List<DeviceConfig.Point> found() {
    return found;
  }

  /**
   * Tells somebody of all points that the adapter found by itself, whenever they change; on any
   * thread. Said before {@link #run}.
   */
  public void onFound(Consumer<List<DeviceConfig.Point>> listener) {
    onFound = listener;
  }

  /** How the device is doing. */
  public synchronized DeviceHealth health() {
    return new DeviceHealth(state, since, problem, pointProblems, losses);
  }

  @Override
  public void run() {
    Thread.currentThread().setContextClassLoader(adapter.getClass().getClassLoader());
    try {
      while (!Thread.interrupted()) {
        Duration cap = onceUntilLost();
        Thread.sleep(backoff.next(cap));
        enter(DeviceHealth.State.CONNECTING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      enter(DeviceHealth.State.STOPPED);
    }
  }

  /** Returns how long at most to wait before the next attempt. */
  @SuppressWarnings("CatchingUnchecked") // a defective plug-in must not take the others with it
  private Duration onceUntilLost() throws InterruptedException {
    RunContext context = new RunContext();
    try {
      adapter.run(context);
      lost(
          "the adapter ended without saying why (a defect of adapter '" + entry.adapter() + "')",
          null);
      return DEFECT_CAP;
    } catch (IOException e) {
      lost(e.getMessage() == null ? e.toString() : e.getMessage(), null);
      return CAP;
    } catch (RuntimeException | LinkageError e) {
      lost("adapter '" + entry.adapter() + "' failed: " + e, e);
      return DEFECT_CAP;
    } finally {
      context.end();
    }
  }

  private void lost(String words, @Nullable Throwable defect) {
    boolean news;
    boolean lasted;
    synchronized (this) {
      news = !words.equals(problem);
      lasted =
          state == DeviceHealth.State.CONNECTED
              && nanoTicker.getAsLong() - sinceNanos >= STABLE.toNanos();
      losses += state == DeviceHealth.State.CONNECTED ? 1 : 0;
      problem = words;
    }
    if (lasted) {
      backoff.reset();
    }
    if (news && defect != null) {
      log.error("device {}: {}", entry.device().name(), words, defect);
    } else if (news) {
      log.warn("device {}: {}", entry.device().name(), words);
    }
    enter(DeviceHealth.State.LOST);
    turnPointsBad();
  }

  /** Once per loss, not once per attempt. */
  private void turnPointsBad() {
    if (pointsAreBad) {
      return;
    }
    pointsAreBad = true;
    Instant now = clock.instant();
    List<Sample> bad =
        Stream.concat(entry.config().points().stream(), found.stream())
            .map(DeviceConfig.Point::name)
            .map(point -> Sample.bad(point, BAD_NO_COMMUNICATION, now))
            .toList();
    sink.accept(bad);
  }

  private void connected() {
    boolean news;
    synchronized (this) {
      news = state != DeviceHealth.State.CONNECTED;
      problem = null;
    }
    pointsAreBad = false;
    enter(DeviceHealth.State.CONNECTED);
    if (news) {
      log.info("device {}: connected", entry.device().name());
    }
  }

  private synchronized void enter(DeviceHealth.State next) {
    if (state != next) {
      state = next;
      since = clock.instant();
      sinceNanos = nanoTicker.getAsLong();
    }
  }

  private void pointProblem(String point, @Nullable String words) {
    String before;
    synchronized (this) {
      before = words == null ? pointProblems.remove(point) : pointProblems.put(point, words);
    }
    if (words != null && !words.equals(before)) {
      log.warn("device {}, point {}: {}", entry.device().name(), point, words);
    } else if (words == null && before != null) {
      log.info("device {}, point {}: well again", entry.device().name(), point);
    }
  }

  /**
   * What the adapter sees during one run; afterwards it is deaf, whatever thread the protocol
   * library left behind.
   */
  private final class RunContext implements DeviceContext, SampleSink {
    private volatile boolean open = true;

    void end() {
      open = false;
    }

    @Override
    public SampleSink sink() {
      return this;
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public Path stateDirectory() {
      return stateDirectory;
    }

    @Override
    public void connected() {
      if (open) {
        DeviceRunner.this.connected();
      }
    }

    @Override
    public void pointProblem(String point, @Nullable String words) {
      if (open) {
        DeviceRunner.this.pointProblem(point, words);
      }
    }

    @Override
    public void points(List<DeviceConfig.Point> points) {
      if (open) {
        found = List.copyOf(points);
        onFound.accept(found);
      }
    }

    @Override
    public @Nullable Instant lastKept(String point, boolean historic) {
      return lastTimes.of(entry.device().name(), point, historic);
    }

    @Override
    public boolean history(List<Sample> samples) {
      return open && sink.history(samples);
    }

    @Override
    public void accept(Sample sample) {
      if (open) {
        sink.accept(sample);
      }
    }

    @Override
    public void accept(List<Sample> samples) {
      if (open) {
        sink.accept(samples);
      }
    }

    @Override
    public void whenKept(Runnable action) {
      if (open) {
        sink.whenKept(
            () -> {
              if (open) {
                action.run();
              }
            });
      }
    }

    @Override
    public void lost(Loss loss) {
      if (open) {
        sink.lost(loss);
      }
    }
  }
}
