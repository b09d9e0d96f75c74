package io.gemba.cloud.console.mqtt;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.config.BrokerConfig;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one broker connected for ever; each attempt is a fresh {@link Session}. Owns one thread.
 */
public final class BrokerLink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BrokerLink.class);

  private final BrokerConfig config;
  private final Subscription subscription;
  private final Inlet inlet;
  private final ConsoleClock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable String lastLogged;

  /** A link that has not been started. */
  public BrokerLink(
      BrokerConfig config, Subscription subscription, Inlet inlet, ConsoleClock clock) {
    this.config = config;
    this.subscription = subscription;
    this.inlet = inlet;
    this.clock = clock;
    this.thread =
        Thread.ofPlatform().name("console-broker-" + config.name()).daemon().unstarted(this::run);
  }

  /** Starts connecting; returns at once. */
  public void start() {
    inlet.link(config.name(), config.url().toString(), "connecting");
    thread.start();
  }

  private void run() {
    Backoff backoff = new Backoff(RandomGenerator.getDefault());
    try {
      while (closing.getCount() > 0) {
        long began = clock.tickMs();
        String problem = connection();
        backoff.lasted(clock.tickMs() - began);
        tell(problem);
        if (closing.await(backoff.next(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One connection from beginning to end; answers why it ended. */
  private String connection() throws InterruptedException {
    try (Session session = new Session(config, subscription, inlet)) {
      session.start();
      inlet.link(config.name(), config.url().toString(), null);
      log.info("Connected to broker {} at {}", config.name(), config.url());
      lastLogged = null;
      return session.awaitEnd();
    } catch (IOException | MqttException | RuntimeException e) {
      return Client.words(e);
    }
  }

  private void tell(String problem) {
    inlet.link(config.name(), config.url().toString(), problem);
    if (closing.getCount() > 0 && !problem.equals(lastLogged)) {
      lastLogged = problem;
      log.warn("Not connected to broker {} at {}: {}", config.name(), config.url(), problem);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
