package io.gemba.acceptance;

import io.gemba.agent.core.Backoff;
import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.agent.core.config.UplinkConfig;
import io.gemba.agent.core.config.UplinkConfig.Order;
import io.gemba.agent.core.forward.Forwarder;
import io.gemba.agent.core.forward.Statements;
import io.gemba.agent.core.journal.DeviceSamples;
import io.gemba.agent.core.journal.Journal;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.Outbox;
import io.gemba.cloud.mqtt.MqttUplinkFactory;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.Uplink;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Settings;
import io.gemba.hal.spi.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The second half of the line in this process: a real journal, a forwarder and the MQTT uplink. */
final class JournalToBroker implements AutoCloseable {
  static final DeviceRef PRESS = new DeviceRef("press1", "molding/l3/press1");
  private static final GatewayId GATEWAY = new GatewayId("acme", "dongguan", "gw-01");

  final Journal journal;
  final Outbox outbox;
  final Statements statements = new Statements();
  private final Map<String, Object> keys = new HashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Forwarder> forwarders = new ArrayList<>();
  private Duration firstWait = Duration.ofMillis(20);
  private double rate = 1e7;
  private long made;

  JournalToBroker(Path folder, String url) throws JournalException {
    this.journal =
        Journal.open(
            new JournalConfig(
                folder.resolve("journal"),
                Duration.ofMillis(250),
                8L << 30,
                Duration.ofDays(60),
                WhenFull.DROP_OLDEST),
            InstantSource.system());
    this.outbox = journal.outbox("hq");
    keys.put("url", url);
    keys.put("format", "json");
    keys.put("compress", "off");
    keys.put("keep-alive", Duration.ofSeconds(15));
    keys.put("connect-timeout", Duration.ofSeconds(3));
    keys.put("ack-timeout", Duration.ofSeconds(20));
    keys.put("window", 100L);
    keys.put("max-packet", 128L << 10);
  }

  /** Another value for one of the uplink's keys. */
  JournalToBroker with(String key, Object value) {
    keys.put(key, value);
    return this;
  }

  /** How long it waits after the first failure; doubled after each further one. */
  JournalToBroker waiting(Duration first) {
    firstWait = first;
    return this;
  }

  /** Samples of the backlog per second. */
  JournalToBroker backlogRate(double perSecond) {
    rate = perSecond;
    return this;
  }

  Forwarder start() throws ConfigException {
    return start(UnaryOperator.identity());
  }

  Forwarder start(UnaryOperator<Uplink> around) throws ConfigException {
    Settings settings = new Settings(keys);
    InstantSource clock = InstantSource.system();
    Forwarder forwarder =
        new Forwarder(
            new UplinkConfig("hq", settings, 0.5, rate, Order.OLDEST_FIRST, null),
            around.apply(new MqttUplinkFactory(clock).create("hq", GATEWAY, settings)),
            outbox,
            journal::id,
            statements,
            this::status,
            new Backoff(firstWait, new Random(1)),
            clock,
            System::nanoTime);
    journal.onCommit(forwarder::wake);
    forwarders.add(forwarder);
    threads.add(Thread.ofPlatform().name("uplink-hq").start(forwarder));
    return forwarder;
  }

  private GatewayStatus status() {
    return new GatewayStatus(
        InstantSource.system().instant(), "0.1.0", journal.id(), true, outbox.pendingSamples(), 0);
  }

  /** Appends so many samples, numbered by their values. */
  void append(int count) throws JournalException {
    List<Sample> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      samples.add(
          Sample.good("point-" + made % 1_000, Value.of(made), InstantSource.system().instant()));
      made++;
    }
    append(samples);
  }

  void append(List<Sample> samples) throws JournalException {
    journal.append(List.of(new DeviceSamples(PRESS, samples)), List.of(), true);
  }

  /** Ends the forwarder; the journal stays open. */
  void stop() {
    forwarders.forEach(Forwarder::stop);
    try {
      for (Thread thread : threads) {
        thread.join(5_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    forwarders.clear();
    threads.clear();
  }

  @Override
  public void close() throws JournalException {
    stop();
    journal.close();
  }
}
