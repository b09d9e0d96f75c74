package io.gemba.hal.simulator.opcua;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;

/**
 * What the server has shown of one point, the newest {@value #MOST} values: a historian in memory
 * (HistoryRead raw, OPC 10000-11 §6.5.3). Safe for any thread.
 */
final class PointHistory {
  static final int MOST = 3_600;

  /** No answer holds more, so that clients must turn pages. */
  private static final int PAGE = 500;

  private final Deque<DataValue> values = new ArrayDeque<>();

  /** How many values are older than the oldest kept. */
  private long dropped;

  /** One page; the point to go on from is null at the end. */
  record Page(List<DataValue> values, ByteString next) {}

  synchronized void add(DataValue shown) {
    values.add(shown);
    if (values.size() > MOST) {
      values.remove();
      dropped++;
    }
  }

  /**
   * Values from the start (inclusive) to the end (exclusive), oldest first; the other way round
   * where the end lies before the start.
   *
   * @throws UaException when the page is not known any more, or neither time is told
   */
  synchronized Page read(ReadRawModifiedDetails wanted, ByteString from) throws UaException {
    DateTime start = wanted.getStartTime();
    DateTime end = wanted.getEndTime();
    if (isOpen(start) || isOpen(end)) {
      throw new UaException(
          StatusCodes.Bad_InvalidArgument, "tell both times: this history knows no open ends");
    }
    boolean backwards = start.getUtcTime() > end.getUtcTime();
    long told = wanted.getNumValuesPerNode().longValue();
    int most = told > 0 ? (int) Math.min(told, PAGE) : PAGE;
    List<DataValue> page = new ArrayList<>();
    long number = backwards ? dropped + values.size() - 1 : dropped;
    long first = from.isNullOrEmpty() ? number : number(from);
    for (DataValue value : backwards ? values.reversed() : values) {
      boolean due = backwards ? number <= first : number >= first;
      if (due && isBetween(value, start, end, backwards)) {
        if (page.size() == most) {
          return new Page(page, continuation(number));
        }
        page.add(value);
      }
      number += backwards ? -1 : 1;
    }
    return new Page(page, ByteString.NULL_VALUE);
  }

  private static boolean isOpen(DateTime time) {
    return time == null || time.isNull();
  }

  private static boolean isBetween(
      DataValue value, DateTime start, DateTime end, boolean backwards) {
    DateTime source = value.sourceTime();
    if (source == null) {
      return false;
    }
    long time = source.getUtcTime();
    return backwards
        ? time <= start.getUtcTime() && time > end.getUtcTime()
        : time >= start.getUtcTime() && time < end.getUtcTime();
  }

  private long number(ByteString from) throws UaException {
    try {
      long number = Long.parseLong(new String(from.bytesOrEmpty(), StandardCharsets.US_ASCII));
      if (number >= dropped) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new UaException(StatusCodes.Bad_ContinuationPointInvalid, e);
    }
    throw new UaException(StatusCodes.Bad_ContinuationPointInvalid);
  }

  private static ByteString continuation(long number) {
    return ByteString.of(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
  }
}
