package io.gemba.hal.tck;

import io.gemba.hal.spi.Adapter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@link Adapter#run} on a thread of its own, as the host does it. Used from one test
 * thread.
 */
public final class AdapterRun implements AutoCloseable {
  private static final Duration LAST_CHANCE = Duration.ofSeconds(3);

  private final RecordingContext context;
  private final Thread thread;
  private volatile @Nullable Throwable thrown;

  private AdapterRun(Adapter adapter, RecordingContext context) {
    this.context = context;
    this.thread = new Thread(() -> call(adapter), "adapter-run");
    thread.setDaemon(true);
    thread.setContextClassLoader(adapter.getClass().getClassLoader());
  }

  /** Begins to run an adapter. */
  public static AdapterRun start(Adapter adapter, RecordingContext context) {
    AdapterRun run = new AdapterRun(adapter, context);
    run.thread.start();
    return run;
  }

  @SuppressWarnings("Interruption") // kept for the test, which asks how the run ended
  private void call(Adapter adapter) {
    try {
      adapter.run(context);
    } catch (Throwable e) {
      thrown = e;
    }
  }

  /** What the adapter said to its host. */
  public RecordingContext context() {
    return context;
  }

  /** Wants it to end, as the host does. */
  public void interrupt() {
    thread.interrupt();
  }

  /** Whether the run ended, however. */
  public boolean hasEnded() {
    return !thread.isAlive();
  }

  /**
   * Waits for the run to end by an exception of this type.
   *
   * @throws AssertionError when it runs on, returned normally, or threw something else
   */
  public <T extends Throwable> T awaitEnd(Class<T> type, Duration deadline)
      throws InterruptedException {
    Await.until(
        "run() ends by " + type.getSimpleName() + ", but it runs on", deadline, this::hasEnded);
    Throwable end = thrown;
    if (end == null) {
      throw new AssertionError("run() returned normally instead of " + type.getSimpleName());
    }
    if (!type.isInstance(end)) {
      throw new AssertionError("run() ended by " + end + ", not " + type.getSimpleName(), end);
    }
    return type.cast(end);
  }

  /** Ends it if need be; the run of an adapter that ignores interrupts is left to the daemon. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(LAST_CHANCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
