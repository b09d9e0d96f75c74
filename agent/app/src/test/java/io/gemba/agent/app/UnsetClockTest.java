package io.gemba.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.clock.ClockSource;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigLoader;
import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.ClockEvent;
import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.cloud.spi.Session;
import io.gemba.cloud.spi.Uplink;
import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Settings;
import io.gemba.hal.spi.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole agent on a machine that wakes up in 2025: what a subscriber gets before and after
 * somebody sets the clock, and what it can make of it.
 */
class UnsetClockTest {
  @TempDir Path folder;

  private final Pi pi = new Pi();
  private final Broker broker = new Broker();

  /** A machine without a battery. */
  private static final class Pi implements ClockSource {
    private volatile Duration wrong = Duration.ofDays(-400);

    @Override
    public Instant instant() {
      return Instant.now().plus(wrong);
    }

    @Override
    public long bootNanos() {
      return System.nanoTime();
    }

    @Override
    public String bootId() {
      return "boot-1";
    }

    @Override
    public Basis vouched() {
      return Basis.NOT_SET;
    }
  }

  /** Says its own time, and every fifth time that of a machine whose clock is right. */
  private record Probe() implements AdapterFactory {
    @Override
    public String name() {
      return "probe";
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public List<ConfigKey> deviceKeys() {
      return List.of();
    }

    @Override
    public List<ConfigKey> pointKeys() {
      return List.of();
    }

    @Override
    public Adapter create(DeviceConfig config) {
      return context -> {
        context.connected();
        for (int i = 0; ; i++) {
          Sample own = Sample.good("gateway", Value.of(i), context.clock().instant());
          Sample plc = Sample.good("machine", Value.of(i), Instant.now());
          context.sink().accept(i % 5 == 4 ? plc : own);
          Thread.sleep(10); // the rhythm of a device, not an await
        }
      };
    }
  }

  /** Accepts everything, as long as it is there. */
  private static final class Broker implements UplinkFactory {
    private final List<Outgoing> received = new CopyOnWriteArrayList<>();

    @Override
    public List<ConfigKey> keys() {
      return List.of();
    }

    @Override
    public Uplink create(String name, GatewayId gateway, Settings settings) {
      return birth -> session(birth);
    }

    private Session session(GatewayStatus birth) {
      received.add(birth);
      CompletableFuture<String> end = new CompletableFuture<>();
      return new Session() {
        @Override
        public int window() {
          return 10;
        }

        @Override
        public CompletableFuture<Delivery> send(Outgoing message) {
          received.add(message);
          return CompletableFuture.completedFuture(new Delivery.Accepted());
        }

        @Override
        public CompletableFuture<String> ended() {
          return end;
        }

        @Override
        public void close() {
          end.complete("closed");
        }
      };
    }

    <T extends Outgoing> List<T> all(Class<T> kind) {
      return received.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
  }

  @Test
  void whatLeftUnsyncedCanBePutRightAndWhatLeavesLaterIsRight() throws Exception {
    Instant began = Instant.now();
    try (Agent agent = start()) {
      await(() -> broker.all(Batch.class).size() >= 4);
      assertThat(broker.all(Batch.class)).noneMatch(Batch::clockSynced);
      assertThat(broker.all(GatewayStatus.class)).noneMatch(GatewayStatus::clockSynced);
      pi.wrong = Duration.ZERO;
      await(() -> broker.all(Batch.class).stream().filter(Batch::clockSynced).count() >= 4);
      assertThat(agent.clock().synced()).isTrue();
      assertThat(agent.clock().basis()).isEqualTo(ClockSource.Basis.WATCHED);
    }
    List<ClockEvent> events = broker.all(ClockEvent.class);
    assertThat(events).singleElement().satisfies(e -> assertThat(e.from()).isEqualTo(1));
    assertThat(events.getFirst().offset()).isBetween(days(400, -50), days(400, 50));
    TreeMap<Long, Instant> times = corrected(events.getFirst());
    assertThat(times.firstKey()).isEqualTo(1);
    assertThat(times.lastKey()).as("no number is missing").isEqualTo(times.size());
    Instant before = began;
    for (Map.Entry<Long, Instant> sample : times.entrySet()) {
      assertThat(sample.getValue())
          .as("number %d", sample.getKey())
          .isBetween(before.minusMillis(50), Instant.now());
      before = sample.getValue();
    }
  }

  private static Duration days(int days, int millis) {
    return Duration.ofDays(days).plusMillis(millis);
  }

  /** What a consumer does that reads the documentation. */
  private TreeMap<Long, Instant> corrected(ClockEvent event) {
    TreeMap<Long, Instant> times = new TreeMap<>();
    for (Batch batch : broker.all(Batch.class)) {
      for (int i = 0; i < batch.samples().size(); i++) {
        long seq = batch.firstSeq() + i;
        boolean other = batch.skew() != null && batch.skew().concerns(i);
        boolean wrong = !batch.clockSynced() && !other && seq >= event.from() && seq <= event.to();
        Instant time = batch.samples().get(i).sourceTime();
        times.put(seq, wrong ? time.plus(event.offset()) : time);
      }
    }
    return times;
  }

  private Agent start() throws Exception {
    Path file = folder.resolve("gemba.yaml");
    Files.writeString(
        file,
        """
        gateway: { enterprise: acme, site: dongguan, id: gw-01 }
        journal: { commit-every: 50ms }
        uplinks: { hq: {} }
        devices:
          press1:
            adapter: probe
            place: molding/l3/press1
            points: { gateway: {}, machine: {} }
        """);
    Map<String, AdapterFactory> adapters = Map.of("probe", new Probe());
    AgentConfig config = new ConfigLoader(adapters, broker).load(file);
    return Agent.start(config, adapters, broker, pi);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("within 20 s").isNegative();
      Thread.sleep(5);
    }
  }
}
