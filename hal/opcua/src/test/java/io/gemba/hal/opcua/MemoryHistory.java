package io.gemba.hal.opcua;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;

/**
 * A historian in memory that hands out small pages, and forgets where it was when it is told to.
 */
final class MemoryHistory {
  private static final int PAGE = 7;

  private final Map<String, List<DataValue>> values = new HashMap<>();
  private int pages;
  private boolean forgetful;
  private long refusal;

  static boolean keeps(String name) {
    return name.startsWith("kept");
  }

  static Set<AccessLevel> access(String name) {
    Set<AccessLevel> access = new HashSet<>(AccessLevel.READ_WRITE);
    if (keeps(name)) {
      access.add(AccessLevel.HistoryRead);
    }
    return access;
  }

  synchronized void add(String name, DataValue value) {
    values.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
  }

  /** The next continuation point is not known any more. */
  synchronized void forgetOnce() {
    forgetful = true;
  }

  /** All reading is refused with this status. */
  synchronized void refuse(long status) {
    refusal = status;
  }

  synchronized int pages() {
    return pages;
  }

  synchronized HistoryReadResult read(
      OpcUaServer server, ReadRawModifiedDetails details, HistoryReadValueId node) {
    ByteString point = node.getContinuationPoint();
    boolean continued = point != null && !point.isNullOrEmpty();
    if (refusal != 0) {
      return new HistoryReadResult(new StatusCode(refusal), ByteString.NULL_VALUE, null);
    }
    if (continued && forgetful) {
      forgetful = false;
      StatusCode lost = new StatusCode(StatusCodes.Bad_ContinuationPointInvalid);
      return new HistoryReadResult(lost, ByteString.NULL_VALUE, null);
    }
    int from =
        continued
            ? Integer.parseInt(new String(point.bytesOrEmpty(), StandardCharsets.US_ASCII))
            : 0;
    List<DataValue> wanted =
        values.getOrDefault(node.getNodeId().getIdentifier().toString(), List.of()).stream()
            .filter(one -> one.sourceTime().getUtcTime() >= details.getStartTime().getUtcTime())
            .filter(one -> one.sourceTime().getUtcTime() < details.getEndTime().getUtcTime())
            .toList();
    int to = Math.min(wanted.size(), from + PAGE);
    pages++;
    ByteString next =
        to < wanted.size()
            ? ByteString.of(Integer.toString(to).getBytes(StandardCharsets.US_ASCII))
            : ByteString.NULL_VALUE;
    HistoryData data = new HistoryData(wanted.subList(from, to).toArray(new DataValue[0]));
    return new HistoryReadResult(
        StatusCode.GOOD, next, ExtensionObject.encode(server.getStaticEncodingContext(), data));
  }
}
