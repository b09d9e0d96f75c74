package io.gemba.hal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final int PAGE = 5;

  @Test
  void everyChangeOfAPressCanBeReadBackPageByPageInBothDirections() throws Exception {
    Instant begun = Instant.now().minusSeconds(1);
    try (SimulatedPlant plant =
            SimulatedPlant.builder().idealCycle(Duration.ofMillis(200)).start();
        PlantClient client = PlantClient.open(plant)) {
      List<DataValue> heard = client.listen("Press1.AccCount", 0);
      Await.until("parts", () -> heard.size() > 2 * PAGE + 2);
      List<DataValue> expected = heard.stream().skip(1).limit(2 * PAGE).toList();
      Instant first = instant(expected.getFirst());
      Instant last = instant(expected.getLast()).plusMillis(1);

      assertThat(read(client, "Press1.AccCount", first, last))
          .extracting(DataValue::value)
          .isEqualTo(expected.stream().map(DataValue::value).toList());
      assertThat(read(client, "Press1.AccCount", last, first.minusMillis(1)))
          .extracting(DataValue::value)
          .isEqualTo(expected.reversed().stream().map(DataValue::value).toList());
      assertThat(read(client, "Press1.AccCount", begun.minusSeconds(9), begun)).isEmpty();
    }
  }

  @Test
  void loadTagsHaveNoHistory() throws Exception {
    try (SimulatedPlant plant = SimulatedPlant.builder().load(1, Duration.ofSeconds(1)).start();
        PlantClient client = PlantClient.open(plant)) {
      HistoryReadResult result =
          page(client, "Load.Tag00001", Instant.EPOCH, Instant.now(), ByteString.NULL_VALUE);
      assertThat(result.getStatusCode().value())
          .isEqualTo(StatusCodes.Bad_HistoryOperationUnsupported);
    }
  }

  private static List<DataValue> read(PlantClient client, String name, Instant from, Instant to)
      throws Exception {
    List<DataValue> all = new ArrayList<>();
    ByteString next = ByteString.NULL_VALUE;
    do {
      HistoryReadResult result = page(client, name, from, to, next);
      assertThat(result.getStatusCode().isGood()).isTrue();
      HistoryData data =
          (HistoryData)
              Objects.requireNonNull(result.getHistoryData())
                  .decode(client.client.getStaticEncodingContext());
      DataValue[] values = Objects.requireNonNullElse(data.getDataValues(), new DataValue[0]);
      assertThat(values.length).isLessThanOrEqualTo(PAGE);
      all.addAll(List.of(values));
      next = Objects.requireNonNullElse(result.getContinuationPoint(), ByteString.NULL_VALUE);
    } while (!next.isNullOrEmpty());
    return all;
  }

  private static HistoryReadResult page(
      PlantClient client, String name, Instant from, Instant to, ByteString next) throws Exception {
    ReadRawModifiedDetails details =
        new ReadRawModifiedDetails(
            false, new DateTime(from), new DateTime(to), Unsigned.uint(PAGE), false);
    HistoryReadValueId node =
        new HistoryReadValueId(client.id(name), null, QualifiedName.NULL_VALUE, next);
    return Objects.requireNonNull(
        client
            .client
            .historyRead(details, TimestampsToReturn.Both, false, List.of(node))
            .getResults())[0];
  }

  private static Instant instant(DataValue value) {
    return Objects.requireNonNull(value.sourceTime()).getJavaInstant();
  }
}
