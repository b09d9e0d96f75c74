package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.ManualClock;
import io.gemba.hal.tck.RecordingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant SOURCE = Instant.parse("2020-02-29T12:00:00.5Z");
  private static final Instant SERVER = Instant.parse("2020-02-29T12:00:01Z");

  private final RecordingContext host = new RecordingContext(Path.of("."), new ManualClock(NOW));
  private final MonitoredPoint point =
      new MonitoredPoint(
          new PointSettings(
              "speed",
              false,
              "ns=1;s=Speed",
              ExpandedNodeId.parse("ns=1;s=Speed"),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              10,
              0,
              false));
  private final Readings readings = new Readings(host, List.of(point));

  @Test
  void prefersTheSourceTimeThenTheServersThenTheGateways() {
    take(1, 0, SOURCE, SERVER);
    take(2, 0, null, SERVER);
    take(3, 0, null, null);
    assertThat(host.samples())
        .containsExactly(
            Sample.good("speed", new Value.Int(1), SOURCE),
            Sample.good("speed", new Value.Int(2), SERVER),
            Sample.good("speed", new Value.Int(3), NOW));
  }

  @Test
  void keepsTheStatusCode() {
    take(1, StatusCodes.Uncertain_LastUsableValue, SOURCE, null);
    assertThat(host.samples().getFirst().quality()).isEqualTo(Quality.UNCERTAIN);
    assertThat(host.samples().getFirst().statusCode())
        .isEqualTo(StatusCodes.Uncertain_LastUsableValue);
  }

  @Test
  void dropsARepetitionOfTheSameReading() {
    take(1, 0, SOURCE, SERVER);
    take(1, 0, SOURCE, SERVER.plusSeconds(9));
    take(1, StatusCodes.Bad_SensorFailure, SOURCE, SERVER);
    take(1, 0, SOURCE.plusMillis(1), SERVER);
    assertThat(host.samples()).hasSize(3);
  }

  @Test
  void turnsTheOverflowBitIntoALossBetweenTheReadings() {
    take(1, 0, SOURCE, null);
    take(2, 0x480, SOURCE.plusSeconds(5), null);
    assertThat(host.losses())
        .containsExactly(
            new Loss("speed", "queue-overflow", Loss.UNKNOWN_COUNT, SOURCE, SOURCE.plusSeconds(5)));
    assertThat(host.samples()).hasSize(2);
  }

  @Test
  void tellsOfTroubleAndOfItsEnd() {
    take(1, StatusCodes.Bad_SensorFailure, SOURCE, null);
    assertThat(host.problem("speed"))
        .hasValueSatisfying(text -> assertThat(text).contains("Bad_SensorFailure"));
    take(1, 0, SOURCE.plusMillis(1), null);
    assertThat(host.problem("speed")).isEmpty();
  }

  @Test
  @Tag("bed") // a figure, not a promise
  void measuresWhatAReadingCosts() {
    SampleSink nowhere =
        new SampleSink() {
          @Override
          public void accept(Sample sample) {}

          @Override
          public void accept(List<Sample> samples) {}

          @Override
          public void lost(Loss loss) {}
        };
    Readings fast = new Readings(new Redirected(host, nowhere), List.of(point));
    MonitoredItemNotification[] batch = new MonitoredItemNotification[1_000];
    long begun = 0;
    for (int round = 0; round < 1_500; round++) {
      begun = round == 500 ? System.nanoTime() : begun;
      for (int i = 0; i < batch.length; i++) {
        DateTime time = new DateTime(1L + round * 1_000L + i);
        DataValue reading = new DataValue(Variant.ofInt32(i), StatusCode.GOOD, time, time);
        batch[i] = new MonitoredItemNotification(Unsigned.uint(0), reading);
      }
      fast.take(batch);
    }
    System.out.printf("%d ns a reading%n", (System.nanoTime() - begun) / 1_000_000);
    assertThat(point.isHeard()).isTrue();
  }

  private record Redirected(RecordingContext host, SampleSink sink) implements DeviceContext {
    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }

    @Override
    public Path stateDirectory() {
      return host.stateDirectory();
    }

    @Override
    public void connected() {
      host.connected();
    }

    @Override
    public void pointProblem(String point, @Nullable String problem) {
      host.pointProblem(point, problem);
    }
  }

  private void take(int value, long status, @Nullable Instant source, @Nullable Instant server) {
    DataValue reading =
        new DataValue(
            Variant.ofInt32(value),
            new StatusCode(status),
            source == null ? null : new DateTime(source),
            server == null ? null : new DateTime(server));
    readings.take(
        new MonitoredItemNotification[] {new MonitoredItemNotification(Unsigned.uint(0), reading)});
  }
}
