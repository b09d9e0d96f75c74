package io.gemba.cloud.mqtt;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The few threads of one session: Paho's receiver, sender and callbacks, and one for alarms. They
 * end with the session. When one of Paho's dies of an error that it does not catch itself (a packet
 * it cannot parse), the connection would look alive for ever: here it is told.
 */
final class SessionThreads extends ScheduledThreadPoolExecutor {
  private static final int THREADS = 5; // one of them connects first and then keeps the alarms

  private final Consumer<Throwable> onDeath;

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

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
    super.afterExecute(task, thrown);
    if (task instanceof Future<?> future && future.state() == Future.State.FAILED) {
      onDeath.accept(future.exceptionNow());
    }
  }
}
