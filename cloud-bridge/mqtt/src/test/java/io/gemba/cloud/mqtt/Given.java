package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What the tests of this package share. */
final class Given {
  static final Instant NOW = Instant.ofEpochMilli(1_795_415_519_800L);
  static final InstantSource CLOCK = InstantSource.fixed(NOW);
  static final GatewayId GATEWAY = new GatewayId("acme", "dongguan", "gw-01");
  static final DeviceRef PRESS = new DeviceRef("press1", "molding/l3/press1");
  static final String STATUS_TOPIC = "gemba1/acme/dongguan/_gw/gw-01/status/agent";
  static final GatewayStatus BIRTH = new GatewayStatus(NOW, "0.1.0", "5f1c", true, 12, 3);

  private Given() {}

  /** An uplink to a plain broker on the loopback. */
  static MqttUplink uplink(int port) {
    return uplink(port, knobs -> {});
  }

  static MqttUplink uplink(int port, Consumer<Knobs> turn) {
    return uplink(new BrokerAddress(false, "127.0.0.1", port), turn);
  }

  static MqttUplink uplink(BrokerAddress address, Consumer<Knobs> turn) {
    Knobs knobs = new Knobs(address);
    turn.accept(knobs);
    return new MqttUplink("hq", GATEWAY, knobs.options(), CLOCK);
  }

  static Batch batch(long seq, int samples) {
    List<Sample> list = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      list.add(Sample.good("oil-temp", Value.of(61.4 + i), NOW.plusMillis(i)));
    }
    return new Batch(PRESS, "5f1c", seq, list, false, true);
  }

  static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  static Delivery answer(CompletableFuture<Delivery> future) throws Exception {
    return soon(future);
  }

  /** Polls until it holds. */
  static void eventually(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Waits until no thread is left of the sessions of this client id, ours or Paho's. */
  static void noThreadLeft(String clientId) throws InterruptedException {
    eventually("no thread left of " + clientId, () -> threads(clientId).isEmpty());
  }

  static List<String> threads(String clientId) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("mqtt ") || name.startsWith("MQTT "))
        .filter(name -> name.contains(clientId))
        .toList();
  }
}
