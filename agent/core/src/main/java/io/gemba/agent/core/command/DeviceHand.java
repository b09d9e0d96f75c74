package io.gemba.agent.core.command;

import io.gemba.cloud.spi.Command.Answer;
import io.gemba.cloud.spi.Command.State;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import io.gemba.hal.spi.Writable.Operation;
import io.gemba.hal.spi.Writable.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out commands on one device, one at a time, on a thread of its own that exists only while
 * there is work. Safe for any threads.
 */
public final class DeviceHand implements AutoCloseable {
  private static final int MOST_WAITING = 32;

  /** OPC 10000-4 §7.39. */
  private static final long BAD_NOT_SUPPORTED = 0x803D0000L;

  private final Adapter adapter;
  private final BooleanSupplier connected;
  private final ThreadPoolExecutor worker;

  /**
   * The hand of one device.
   *
   * @param connected whether the device answers just now
   */
  public DeviceHand(String device, Adapter adapter, BooleanSupplier connected) {
    this.adapter = adapter;
    this.connected = connected;
    ClassLoader plugin = adapter.getClass().getClassLoader();
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "command-" + device);
              thread.setDaemon(true);
              thread.setContextClassLoader(plugin);
              return thread;
            });
    worker.allowCoreThreadTimeOut(true);
  }

  /** What must still hold, and be written down, at the moment before the execution. */
  @FunctionalInterface
  interface LastWord {
    /** Null = go on; else the answer, and nothing is done. */
    @Nullable Answer refusal();
  }

  /**
   * Does it when its turn comes.
   *
   * @param atMost from now to the answer; what has not begun by then never begins
   */
  CompletableFuture<Answer> execute(
      String point, Operation operation, LastWord lastWord, Duration atMost) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Turn turn = new Turn(answer);
    try {
      turn.task = worker.submit(() -> turn.take(point, operation, lastWord));
    } catch (RejectedExecutionException e) {
      answer.complete(Answer.refused("too many commands wait for this device; nothing was done"));
      return answer;
    }
    CompletableFuture.delayedExecutor(atMost.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> turn.timeOut(atMost));
    return answer;
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }

  /** One command's way through the queue. */
  private final class Turn {
    private final CompletableFuture<Answer> answer;
    private volatile @Nullable Future<?> task;
    private boolean begun;

    Turn(CompletableFuture<Answer> answer) {
      this.answer = answer;
    }

    void take(String point, Operation operation, LastWord lastWord) {
      synchronized (this) {
        if (answer.isDone()) {
          return; // too late
        }
        begun = true;
      }
      answer.complete(carryOut(point, operation, lastWord));
    }

    void timeOut(Duration limit) {
      synchronized (this) {
        if (answer.isDone()) {
          return;
        }
        if (!begun) {
          answer.complete(
              Answer.refused(
                  "the device was busy with other commands for "
                      + limit.toMillis()
                      + " ms; nothing was done"));
        } else {
          answer.complete(
              new Answer(
                  State.UNKNOWN,
                  0,
                  "the device has not answered within "
                      + limit.toMillis()
                      + " ms; read back whether it was done",
                  Map.of()));
        }
      }
      var running = task;
      if (running != null) {
        running.cancel(true);
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked") // a defective plug-in must not take the others with it
  private Answer carryOut(String point, Operation operation, LastWord lastWord) {
    try {
      if (!connected.getAsBoolean()) {
        return Answer.refused("the device is not connected; nothing was done");
      }
      Answer refusal = lastWord.refusal();
      return refusal != null ? refusal : answer(operate(point, operation));
    } catch (IOException e) {
      String words = e.getMessage() == null ? e.toString() : e.getMessage();
      return new Answer(State.UNKNOWN, 0, words, Map.of());
    } catch (InterruptedException e) {
      return new Answer(State.UNKNOWN, 0, "given up; read back whether it was done", Map.of());
    } catch (RuntimeException | LinkageError e) {
      return new Answer(State.UNKNOWN, 0, "the adapter failed: " + e, Map.of());
    }
  }

  private Outcome operate(String point, Operation operation)
      throws IOException, InterruptedException {
    return switch (adapter) {
      case Writable.Operable operable -> operable.operate(point, operation);
      case Writable writable when operation instanceof Operation.Write write ->
          written(writable.write(point, write.value()));
      default -> new Outcome(BAD_NOT_SUPPORTED, "this device cannot do that", Map.of());
    };
  }

  private static Outcome written(long status) {
    String words = status == 0 ? "written" : "the device says 0x%08X".formatted(status);
    return new Outcome(status, words, Map.<String, Value>of());
  }

  private static Answer answer(Outcome outcome) {
    boolean bad = outcome.statusCode() >>> 31 != 0;
    return new Answer(
        bad ? State.FAILED : State.DONE, outcome.statusCode(), outcome.words(), outcome.outputs());
  }
}
