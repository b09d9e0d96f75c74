package io.gemba.agent.core.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.agent.core.Await;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Settings;
import io.gemba.hal.spi.Value;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DerivedAdapterTest {
  private static final Instant T = Instant.parse("2026-11-24T00:00:00Z");
  private static final DeviceRef PRESS = new DeviceRef("press1", "molding/l3/press1");
  private final Map<String, Sample> before = new ConcurrentHashMap<>();
  private final PointFeed feed = new PointFeed((device, point) -> before.get(device + "/" + point));
  private final Context context = new Context();
  private @Nullable Thread thread;

  @AfterEach
  void stop() throws InterruptedException {
    if (thread != null) {
      thread.interrupt();
      thread.join(2_000);
      assertThat(thread.isAlive()).as("an interrupt ends it (HAL-2)").isFalse();
    }
  }

  @Test
  void saysNothingUntilEveryInputHasSaidSomething() throws Exception {
    run("[press1/power] / [press1/parts]");
    commit(Sample.good("power", Value.of(10), T));
    commit(Sample.good("parts", Value.of(4), T.plusSeconds(1)));
    Await.until("what it computes", () -> !context.samples.isEmpty());
    assertThat(context.samples)
        .containsExactly(Sample.good("out", Value.of(2.5), T.plusSeconds(1)));
  }

  @Test
  void beginsWithWhatIsKnownAlready() throws Exception {
    before.put("press1/power", Sample.good("power", Value.of(6), T));
    run("[press1/power] / 2");
    Await.until("what it computes", () -> !context.samples.isEmpty());
    assertThat(context.samples).containsExactly(Sample.good("out", Value.of(3.0), T));
  }

  @Test
  void inputsOfOneMomentMakeOneSample() throws Exception {
    run("[press1/a] + [press1/b]");
    commit(
        Sample.good("a", Value.of(1), T),
        Sample.good("b", Value.of(2), T),
        Sample.good("other", Value.of(9), T),
        Sample.good("a", Value.of(5), T.plusSeconds(1)));
    Await.until("what it computes", () -> context.samples.size() == 2);
    assertThat(context.samples)
        .containsExactly(
            Sample.good("out", Value.of(3.0), T),
            Sample.good("out", Value.of(7.0), T.plusSeconds(1)));
  }

  @Test
  void hasTheWorstQualityAndTheNewestTimeOfItsInputs() throws Exception {
    run("[press1/a] + [press1/b]");
    commit(
        new Sample("a", Value.of(1), Quality.UNCERTAIN, 0x40000000L, T.plusSeconds(5)),
        Sample.good("b", Value.of(2), T));
    Await.until("what it computes", () -> context.samples.size() == 1);
    assertThat(context.samples.getFirst())
        .isEqualTo(
            new Sample("out", Value.of(3.0), Quality.UNCERTAIN, 0x40000000L, T.plusSeconds(5)));
    commit(Sample.bad("b", 0x80310000L, T.plusSeconds(6)));
    Await.until("what it computes", () -> context.samples.size() == 2);
    assertThat(context.samples.get(1)).isEqualTo(Sample.bad("out", 0x80310000L, T.plusSeconds(6)));
  }

  @Test
  void whatCannotBeComputedIsBadAndNamed() throws Exception {
    run("[press1/a] / [press1/b]");
    commit(Sample.good("a", Value.of(1), T), Sample.good("b", Value.of(0), T));
    Await.until("what it computes", () -> context.samples.size() == 1);
    assertThat(context.samples.getFirst().quality()).isEqualTo(Quality.BAD);
    Await.until("what it computes", () -> context.problems.containsKey("out"));
    commit(Sample.good("b", Value.of(2), T.plusSeconds(1)));
    Await.until("what it computes", () -> context.samples.size() == 2);
    assertThat(context.samples.get(1).value()).isEqualTo(Value.of(0.5));
    Await.until("what it computes", () -> !context.problems.containsKey("out"));
  }

  @Test
  void refusesWhatIsNoFormulaAndNamesTheKey() {
    assertThatThrownBy(() -> new DerivedFactory().create(config("[press1/a] +")))
        .isInstanceOf(ConfigException.class)
        .satisfies(e -> assertThat(((ConfigException) e).key()).isEqualTo("points.out.formula"));
  }

  private void run(String formula) throws Exception {
    Adapter adapter = new DerivedFactory(feed).create(config(formula));
    thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    adapter.run(context);
                  } catch (Exception e) {
                    Thread.currentThread().interrupt();
                  }
                });
    Await.until("what it computes", () -> context.connected);
  }

  private static DeviceConfig config(String formula) {
    Settings settings = new Settings(Map.of("formula", formula));
    return new DeviceConfig(
        "calc",
        new Settings(Map.of()),
        List.of(new DeviceConfig.Point("out", null, false, settings)));
  }

  private void commit(Sample... samples) {
    feed.committed(PRESS, 1, List.of(samples));
  }

  private static final class Context implements DeviceContext, SampleSink {
    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    private final Map<String, String> problems = new ConcurrentHashMap<>();
    private volatile boolean connected;

    @Override
    public SampleSink sink() {
      return this;
    }

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }

    @Override
    public Path stateDirectory() {
      return Path.of(".");
    }

    @Override
    public void connected() {
      connected = true;
    }

    @Override
    public void pointProblem(String point, @Nullable String problem) {
      if (problem == null) {
        problems.remove(point);
      } else {
        problems.put(point, problem);
      }
    }

    @Override
    public void accept(Sample sample) {
      samples.add(sample);
    }

    @Override
    public void lost(Loss loss) {
      throw new AssertionError(loss);
    }
  }
}
