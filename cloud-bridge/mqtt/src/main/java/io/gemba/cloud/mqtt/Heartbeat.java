package io.gemba.cloud.mqtt;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;
import org.jspecify.annotations.Nullable;

/**
 * Asks Paho at the right moments whether a PINGREQ is due. Paho's own sender sets its first alarm
 * before it has read the CONNACK, and so misses a Server Keep Alive (MQTT 5 §3.2.2.3.14) that is
 * shorter than ours. Safe for several threads.
 */
final class Heartbeat implements MqttPingSender {
  private final ScheduledExecutorService executor;
  private @Nullable ClientComms comms;
  private @Nullable Future<?> alarm;

  Heartbeat(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  @Override
  public synchronized void init(ClientComms clientComms) {
    comms = clientComms;
  }

  @Override
  public void start() {
    agreed();
  }

  /** The keep-alive is agreed upon now: set the alarm by it. */
  void agreed() {
    ClientComms current = comms();
    if (current != null && current.getKeepAlive() > 0) {
      schedule(current.getKeepAlive());
    }
  }

  @Override
  public synchronized void stop() {
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  @Override
  public synchronized void schedule(long millis) {
    stop();
    try {
      alarm = executor.schedule(this::check, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // the session has just ended
    }
  }

  private void check() {
    ClientComms current = comms(); // outside our lock: it calls schedule() under Paho's
    if (current != null) {
      current.checkForActivity();
    }
  }

  private synchronized @Nullable ClientComms comms() {
    return comms;
  }
}
