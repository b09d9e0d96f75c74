package io.gemba.cloud.mqtt;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The few threads of one session: Paho's receiver, sender and callbacks, and one for alarms. They
 * end with the session. Two things that Paho leaves undone are done here:
 *
 * <ul>
 *   <li>When a thread of it dies of an error that it does not catch itself (a packet it cannot
 *       parse), the connection would look alive for ever: somebody is told.
 *   <li>While connecting it looks only every 100 ms, three times in a row, whether a thread it
 *       started runs: it is woken, which saves 300 ms of every connection.
 * </ul>
 */
final class SessionThreads extends ScheduledThreadPoolExecutor {
  private static final int THREADS = 5; // one of them connects first, and then keeps the alarms
  private static final long WAKE_MILLIS = 2;

  private final Consumer<Throwable> onDeath;
  private final Object lock = new Object();
  private @Nullable Thread connecting;

  /**
   * Threads for one session.
   *
   * @param name begins the threads' names until Paho renames them
   * @param onDeath told, on the dying thread, what it died of
   */
  SessionThreads(String name, Consumer<Throwable> onDeath) {
    super(THREADS, Thread.ofPlatform().daemon().name("mqtt " + name + " ", 1).factory());
    this.onDeath = onDeath;
    setRemoveOnCancelPolicy(true);
  }

  /** Called three times by Paho's connecting thread, and by nobody else. */
  @Override
  public Future<?> submit(Runnable task) {
    Thread caller = Thread.currentThread();
    synchronized (lock) {
      connecting = caller;
    }
    for (int i = 1; i <= 3; i++) { // the first may come before it sleeps
      var unused = schedule(() -> wake(caller), i * WAKE_MILLIS, TimeUnit.MILLISECONDS);
    }
    return super.submit(task);
  }

  private void wake(Thread sleeper) {
    synchronized (lock) {
      if (connecting == sleeper) {
        sleeper.interrupt();
      }
    }
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
    super.afterExecute(task, thrown);
    synchronized (lock) {
      if (connecting == Thread.currentThread()) {
        connecting = null; // from here on it has other work, which nobody may interrupt
      }
    }
    if (task instanceof Future<?> future && future.state() == Future.State.FAILED) {
      onDeath.accept(future.exceptionNow());
    }
  }
}
