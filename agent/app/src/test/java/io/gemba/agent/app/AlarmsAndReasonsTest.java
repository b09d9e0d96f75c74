package io.gemba.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigLoader;
import io.gemba.agent.core.derived.DerivedFactory;
import io.gemba.cloud.spi.Alarm;
import io.gemba.cloud.spi.AlarmNews;
import io.gemba.cloud.spi.AlarmStatus;
import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.Command;
import io.gemba.cloud.spi.Command.Answer;
import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.LineMeta;
import io.gemba.cloud.spi.LineStatus;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.cloud.spi.Session;
import io.gemba.cloud.spi.ShiftKpi;
import io.gemba.cloud.spi.Uplink;
import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Settings;
import io.gemba.hal.spi.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent: alarms, reasons and derived points, from the machine to the uplink and back. */
class AlarmsAndReasonsTest {
  @TempDir Path folder;

  private final Press press = new Press();
  private final Broker broker = new Broker();

  @Test
  void anAlarmOnADerivedPointIsToldJournaledAcknowledgedAndSurvivesARestart() throws Exception {
    try (Agent agent = start()) {
      press.says("a", Value.of(50.0)).says("b", Value.of(45.0));
      await(
          () ->
              broker
                  .of(AlarmNews.class)
                  .anyMatch(news -> news.alarm().state() == Alarm.State.RAISED));
      await(() -> broker.of(Batch.class).anyMatch(AlarmsAndReasonsTest::journaledAlarm));
      assertThat(broker.of(Batch.class))
          .as("the derived point travels like any other")
          .anyMatch(batch -> batch.device().name().equals("calc"));
      assertThat(alarm("1", "acknowledge").state()).isEqualTo(Command.State.DONE);
      assertThat(alarm("1", "acknowledge").words()).contains("duplicate");
      assertThat(alarm("2", "acknowledge").words()).contains("already");
      assertThat(agent.board().alarms().getFirst().active().getFirst().by()).isEqualTo("wong");
    }
    broker.received.clear();
    press.forget();
    try (Agent agent = start()) {
      await(() -> broker.of(AlarmStatus.class).anyMatch(status -> !status.active().isEmpty()));
      AlarmStatus status = broker.of(AlarmStatus.class).toList().getLast();
      assertThat(status.active().getFirst().acknowledged()).isTrue();
      assertThat(status.blind()).as("no value since the start").containsKey("hot");
      press.says("a", Value.of(1.0)).says("b", Value.of(1.0));
      await(() -> broker.of(AlarmNews.class).findAny().isPresent());
      assertThat(broker.of(AlarmNews.class).map(news -> news.alarm().state()))
          .containsExactly(Alarm.State.CLEARED);
      await(() -> agent.board().alarms().getFirst().active().isEmpty());
    }
  }

  @Test
  void aReasonByCommandTakesTheStopFromTheUnexplainedAndSurvivesARestart() throws Exception {
    long stop;
    try (Agent agent = start()) {
      await(() -> broker.of(LineMeta.class).findAny().isPresent());
      LineMeta meta = broker.of(LineMeta.class).findFirst().orElseThrow();
      assertThat(meta.reasons()).extracting(LineMeta.Reason::id).contains("tool-change");
      assertThat(meta.alarms()).extracting(alarm -> alarm.id()).containsExactly("hot");
      press.says("run", Value.of(false));
      await(() -> line(status -> status.state() == LineStatus.State.STOPPED));
      await(() -> !agent.board().lines().getFirst().stops().isEmpty());
      stop = agent.board().lines().getFirst().stops().getFirst().from().toEpochMilli();
      assertThat(reason("1", stop, "lunch").words()).contains("no reason 'lunch'");
      assertThat(reason("1", stop, "tool-change").state())
          .as("what was refused may come again")
          .isEqualTo(Command.State.DONE);
      await(() -> line(status -> "tool-change".equals(status.reason())));
      await(
          () ->
              broker
                  .of(ShiftKpi.class)
                  .anyMatch(kpi -> kpi.stops().count() == 1 && kpi.stops().unexplained().isZero()));
      await(
          () ->
              broker
                  .of(Batch.class)
                  .flatMap(batch -> batch.samples().stream())
                  .anyMatch(
                      sample ->
                          sample.point().equals("reason")
                              && sample.sourceTime().toEpochMilli() == stop));
      press.says("run", Value.of(true));
      await(() -> line(status -> status.state() == LineStatus.State.RUNNING));
    }
    try (Agent agent = start()) {
      await(() -> !agent.board().lines().isEmpty());
      assertThat(agent.board().lines().getFirst().stops().getFirst().reason())
          .isEqualTo("tool-change");
      assertThat(reason("1", stop, "tool-change").words()).contains("duplicate");
    }
  }

  private boolean line(Predicate<LineStatus> holds) {
    return broker.of(LineStatus.class).reduce((a, b) -> b).filter(holds).isPresent();
  }

  private static boolean journaledAlarm(Batch batch) {
    return batch.device().name().equals("line-molding-l3")
        && batch.samples().stream()
            .anyMatch(
                sample ->
                    sample.point().equals("alarm") && sample.value().toString().contains("raised"));
  }

  private Answer alarm(String id, String deed) throws Exception {
    return ask(
        new Command(
            id,
            "alarm",
            Map.of(
                "line",
                Value.of("molding/l3"),
                "alarm",
                Value.of("hot"),
                "do",
                Value.of(deed),
                "by",
                Value.of("wong")),
            Instant.MAX));
  }

  private Answer reason(String id, long at, String reason) throws Exception {
    return ask(
        new Command(
            id,
            "reason",
            Map.of(
                "line",
                Value.of("molding/l3"),
                "at",
                Value.of(at),
                "reason",
                Value.of(reason),
                "by",
                Value.of("wong")),
            Instant.MAX));
  }

  private Answer ask(Command command) throws Exception {
    return Objects.requireNonNull(broker.desk).take(command).get(20, TimeUnit.SECONDS);
  }

  private Agent start() throws Exception {
    Path file = folder.resolve("gemba.yaml");
    Files.writeString(
        file,
        """
        gateway: { enterprise: acme, site: dongguan, id: gw-01 }
        journal: { commit-every: 20ms }
        uplinks: { hq: { commands: { allow: [molding/l3/_/reason, molding/l3/_/alarms] } } }
        devices:
          press1: { adapter: press, place: molding/l3/press1, points: { a: {}, b: {}, run: {} } }
          calc:
            adapter: derived
            place: molding/l3/calc
            points: { sum: { formula: "[press1/a] + [press1/b]", unit: CEL } }
        lines:
          molding/l3:
            state:
              from: rules
              rules: [{ when: "[press1/run] == 1", state: running }, { when: "[press1/run] == 0", state: stopped }]
        alarms:
          hot: { point: calc/sum, high: 90, hysteresis: 5, off-delay: 0s }
        """);
    Map<String, AdapterFactory> adapters = Map.of("press", press, "derived", new DerivedFactory());
    AgentConfig config = new ConfigLoader(adapters, broker).load(file);
    return Agent.start(config, adapters, broker);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("within 20 s").isNegative();
      Thread.sleep(5);
    }
  }

  /** A machine that says what the test wants, now or as soon as it is connected. */
  private static final class Press implements AdapterFactory, Adapter {
    private volatile @Nullable DeviceContext context;

    Press says(String point, Value value) throws InterruptedException {
      await(() -> context != null);
      Objects.requireNonNull(context).sink().accept(Sample.good(point, value, Instant.now()));
      return this;
    }

    void forget() {
      context = null;
    }

    @Override
    public void run(DeviceContext now) throws InterruptedException {
      now.connected();
      context = now;
      Thread.sleep(Long.MAX_VALUE);
    }

    @Override
    public String name() {
      return "press";
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
      return this;
    }
  }

  /** Accepts everything and sends commands. */
  private static final class Broker implements UplinkFactory, Uplink, Command.Source {
    private final List<Outgoing> received = new CopyOnWriteArrayList<>();
    private volatile Command.@Nullable Desk desk;

    <T extends Outgoing> Stream<T> of(Class<T> type) {
      return received.stream().filter(type::isInstance).map(type::cast);
    }

    @Override
    public List<ConfigKey> keys() {
      ConfigKey allow = ConfigKey.of("allow", ConfigKey.Kind.TEXTS, "What may be commanded.");
      return List.of(ConfigKey.section("commands", "Commands.", List.of(allow)));
    }

    @Override
    public Uplink create(String name, GatewayId gateway, Settings settings) {
      return this;
    }

    @Override
    public void serve(Command.Desk by) {
      desk = by;
    }

    @Override
    public Session connect(GatewayStatus birth) {
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
          return new CompletableFuture<>();
        }

        @Override
        public void close() {
          // nothing is open
        }
      };
    }
  }
}
