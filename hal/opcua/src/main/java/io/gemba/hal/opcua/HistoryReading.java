package io.gemba.hal.opcua;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.jspecify.annotations.Nullable;

/**
 * Fills a few holes of about the same time: HistoryRead, raw (OPC 10000-11 §6.4.3), page after page
 * by continuation points. One page is asked for at a time and one handed on, so the pace is the
 * caller's: at most {@value #PAGE} samples each time it looks. Used by the run's thread only.
 */
final class HistoryReading {
  private static final int PAGE = 2_000;
  private static final Duration ABOUT_THE_SAME = Duration.ofMinutes(1);

  private final Connection connection;
  private final ExtensionObject details;
  private final int valuesPerNode;
  private List<Part> parts;
  private final List<Sample> undelivered = new ArrayList<>();
  private final List<Runnable> afterDelivery = new ArrayList<>();
  private CompletableFuture<UaResponseMessageType> answer;
  private boolean failed;

  /** One node's part of the request. */
  private record Part(Hole hole, NodeId node, ByteString continuation) {}

  /** Told of a hole that has become smaller: as it was, as it is, and by how many samples. */
  interface Filling {
    void filled(Hole old, Hole now, int samples);
  }

  private HistoryReading(Connection connection, List<Part> parts) {
    this.connection = connection;
    this.parts = parts;
    this.valuesPerNode = PAGE / parts.size();
    Instant start = parts.getFirst().hole().from();
    Instant end = parts.getFirst().hole().to();
    for (Part part : parts) {
      start = part.hole().from().isBefore(start) ? part.hole().from() : start;
      end = part.hole().to().isAfter(end) ? part.hole().to() : end;
    }
    this.details =
        ExtensionObject.encode(
            connection.client().getStaticEncodingContext(),
            new ReadRawModifiedDetails(
                false,
                new DateTime(start),
                new DateTime(end),
                Unsigned.uint(valuesPerNode),
                false));
    this.answer = ask();
  }

  /** The first holes, and those that can be read along with them. */
  static HistoryReading of(
      Connection connection, Map<String, NodeId> nodes, List<Hole> holes, int most) {
    List<Part> parts = new ArrayList<>();
    Instant start = holes.getFirst().from();
    for (Hole hole : holes) {
      boolean near = Duration.between(start, hole.from()).abs().compareTo(ABOUT_THE_SAME) < 0;
      if (near && parts.size() < most) {
        NodeId node = Objects.requireNonNull(nodes.get(hole.point()));
        parts.add(new Part(hole, node, ByteString.NULL_VALUE));
      }
    }
    return new HistoryReading(connection, parts);
  }

  private CompletableFuture<UaResponseMessageType> ask() {
    HistoryReadValueId[] wanted =
        parts.stream()
            .map(
                part ->
                    new HistoryReadValueId(
                        part.node(), null, QualifiedName.NULL_VALUE, part.continuation()))
            .toArray(HistoryReadValueId[]::new);
    return connection.send(
        new HistoryReadRequest(
            connection.header(), details, TimestampsToReturn.Both, false, wanted));
  }

  /**
   * Goes on where an answer is there; true when there is nothing more to ask for.
   *
   * @param filled told of each hole that has become smaller
   * @param unreadable told of each hole that the server does not fill
   */
  boolean isDone(DeviceContext context, Filling filled, Consumer<Hole> unreadable)
      throws IOException {
    if (!undelivered.isEmpty() || !afterDelivery.isEmpty()) {
      return deliver(context);
    }
    if (!answer.isDone()) {
      return false;
    }
    if (answer.isCompletedExceptionally()) {
      failed = true; // perhaps it is the connection, which judges itself
      return true;
    }
    take(answer.join(), filled, unreadable);
    return deliver(context);
  }

  /** Whether the whole request was refused or not answered; the holes are as they were. */
  boolean hasFailed() {
    return failed;
  }

  /** What it would have asked for next. */
  List<Hole> holes() {
    return parts.stream().map(Part::hole).toList();
  }

  private boolean deliver(DeviceContext context) {
    if (!undelivered.isEmpty() && !context.sink().history(List.copyOf(undelivered))) {
      return false; // no room: live samples come first
    }
    undelivered.clear();
    afterDelivery.forEach(Runnable::run);
    afterDelivery.clear();
    if (parts.isEmpty()) {
      return true;
    }
    answer = ask();
    return false;
  }

  private void take(UaResponseMessageType message, Filling filled, Consumer<Hole> unreadable)
      throws IOException {
    HistoryReadResult[] results =
        message instanceof HistoryReadResponse response ? response.getResults() : null;
    if (results == null || results.length != parts.size()) {
      throw new IOException(connection.endpoint() + " answered for another number of histories");
    }
    List<Part> more = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      Part next = take(parts.get(i), results[i], filled, unreadable);
      if (next != null) {
        more.add(next);
      }
    }
    parts = more;
  }

  /** What is to be asked for next, or null. */
  private @Nullable Part take(
      Part part, HistoryReadResult result, Filling filled, Consumer<Hole> unreadable) {
    Hole hole = part.hole();
    long status = result.getStatusCode().value();
    if (status == StatusCodes.Bad_ContinuationPointInvalid
        || (status == StatusCodes.Bad_NoContinuationPoints && parts.size() > 1)) {
      return null; // the hole stays as it is, and is read from there
    }
    if (result.getStatusCode().isBad() && status != StatusCodes.Bad_NoData) {
      afterDelivery.add(() -> unreadable.accept(hole));
      return null;
    }
    DataValue[] values = values(result);
    Instant last = hole.from();
    int before = undelivered.size();
    for (DataValue value : values) {
      DateTime source = value.sourceTime();
      Instant time = source == null || source.getUtcTime() <= 0 ? null : Values.instant(source);
      if (time != null && time.isAfter(last) && time.isBefore(hole.to())) {
        undelivered.add(sample(hole.point(), value, time));
        last = time;
      }
    }
    ByteString continuation = result.getContinuationPoint();
    boolean more = continuation != null && !continuation.isNullOrEmpty();
    boolean cutWithoutSaying = !more && values.length >= valuesPerNode && last.isAfter(hole.from());
    Hole now = hole.filledUpTo(more || cutWithoutSaying ? last : hole.to());
    int samples = undelivered.size() - before;
    afterDelivery.add(() -> filled.filled(hole, now, samples));
    return more ? new Part(now, part.node(), continuation) : null;
  }

  private DataValue[] values(HistoryReadResult result) {
    ExtensionObject data = result.getHistoryData();
    if (data == null || data.isNull()) {
      return new DataValue[0];
    }
    Object decoded = data.decode(connection.client().getStaticEncodingContext());
    DataValue[] values = decoded instanceof HistoryData history ? history.getDataValues() : null;
    return values == null ? new DataValue[0] : values;
  }

  private static Sample sample(String point, DataValue value, Instant time) {
    long status = value.statusCode().value();
    return new Sample(point, Values.of(value.value()), Quality.ofStatusCode(status), status, time);
  }
}
