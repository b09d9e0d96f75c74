package io.gemba.hal.tck;

import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A host that writes down everything an adapter says. Safe for use from any thread. */
public final class RecordingContext implements DeviceContext, SampleSink {
  private static final int SHOWN = 20;

  private final Path stateDirectory;
  private final InstantSource clock;
  private final List<Sample> samples = new ArrayList<>();
  private final List<Sample> history = new ArrayList<>();
  private final Map<String, Instant> kept = new HashMap<>();
  private final List<Loss> losses = new ArrayList<>();
  private final Map<String, String> problems = new HashMap<>();
  private List<DeviceConfig.Point> found = List.of();
  private int connected;

  /** A context with a folder that exists and the gateway's clock. */
  public RecordingContext(Path stateDirectory, InstantSource clock) {
    this.stateDirectory = stateDirectory;
    this.clock = clock;
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
  public synchronized void connected() {
    connected++;
  }

  @Override
  public synchronized void pointProblem(String point, @Nullable String problem) {
    if (problem == null) {
      problems.remove(point);
    } else {
      problems.put(point, problem);
    }
  }

  @Override
  public synchronized void points(List<DeviceConfig.Point> points) {
    found = List.copyOf(points);
  }

  /** The points that the adapter found by itself. */
  public synchronized List<DeviceConfig.Point> points() {
    return found;
  }

  @Override
  public synchronized void accept(Sample sample) {
    samples.add(sample);
  }

  /** Counted apart from the live ones, in {@link #history()}. */
  @Override
  public synchronized boolean history(List<Sample> read) {
    history.addAll(read);
    return true;
  }

  /** Says what a host would remember of an earlier life. */
  public synchronized RecordingContext kept(String point, boolean historic, Instant newest) {
    kept.put(point + (historic ? " historic" : ""), newest);
    return this;
  }

  @Override
  public synchronized @Nullable Instant lastKept(String point, boolean historic) {
    return kept.get(point + (historic ? " historic" : ""));
  }

  /** Everything that was read back from a history, in order. */
  public synchronized List<Sample> history() {
    return List.copyOf(history);
  }

  @Override
  public synchronized void lost(Loss loss) {
    losses.add(loss);
  }

  /** All samples so far, in the order they came. */
  public synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** All samples of one point so far, in the order they came. */
  public synchronized List<Sample> samples(String point) {
    return samples.stream().filter(sample -> sample.point().equals(point)).toList();
  }

  /** All losses told so far. */
  public synchronized List<Loss> losses() {
    return List.copyOf(losses);
  }

  /** What is wrong with a point now, if anything. */
  public synchronized Optional<String> problem(String point) {
    return Optional.ofNullable(problems.get(point));
  }

  /** How often {@link #connected()} was called. */
  public synchronized int connections() {
    return connected;
  }

  /**
   * The first sample of a point, of those that came and those to come, that is as wanted.
   *
   * @throws AssertionError when none came in time: it tells which came instead
   */
  public Sample awaitSample(String point, Predicate<Sample> wanted, Duration deadline)
      throws InterruptedException {
    Await.until(
        () -> "the wanted sample of " + point + "; came instead: " + lastSamples(point),
        deadline,
        () -> find(point, wanted).isPresent());
    return find(point, wanted).orElseThrow();
  }

  /** Waits until the adapter said that it is connected. */
  public void awaitConnected(Duration deadline) throws InterruptedException {
    Await.until("the adapter calls connected()", deadline, () -> connections() > 0);
  }

  /** Waits until something is wrong with a point, and says what. */
  public String awaitProblem(String point, Duration deadline) throws InterruptedException {
    Await.until("a pointProblem of " + point, deadline, () -> problem(point).isPresent());
    return problem(point).orElseThrow();
  }

  private synchronized Optional<Sample> find(String point, Predicate<Sample> wanted) {
    return samples.stream().filter(s -> s.point().equals(point) && wanted.test(s)).findFirst();
  }

  private synchronized List<Sample> lastSamples(String point) {
    List<Sample> of = samples(point);
    return of.subList(Math.max(0, of.size() - SHOWN), of.size());
  }
}
