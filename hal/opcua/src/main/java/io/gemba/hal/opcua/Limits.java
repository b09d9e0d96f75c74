package io.gemba.hal.opcua;

import java.time.Duration;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * How much a server can take: what it says of itself (OPC 10000-5 §6.3.2, §6.3.11), and what its
 * {@link Profile} knows beyond that.
 *
 * @param itemsPerCall monitored items that one call may make
 * @param itemsPerSubscription how many one subscription may hold
 * @param nodesPerRead attributes that one call may read
 * @param nodesPerBrowse nodes that one call may browse
 * @param pathsPerCall browse paths that one call may look up
 * @param sampling the shortest sampling interval worth asking for
 * @param publishing the shortest publishing interval worth asking for
 */
record Limits(
    int itemsPerCall,
    int itemsPerSubscription,
    int nodesPerRead,
    int nodesPerBrowse,
    int pathsPerCall,
    Duration sampling,
    Duration publishing) {
  /** Enough for speed, little enough for a PLC that tells no limit. */
  private static final int UNLIMITED = 1_000;

  private static final int UNLIMITED_PATHS = 100;

  /** Where a server says so, in the order that {@link #of} takes. */
  static final List<NodeId> NODES =
      List.of(
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall,
          NodeIds.Server_ServerCapabilities_MaxMonitoredItemsPerSubscription,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse,
          NodeIds
              .Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds);

  static Limits of(List<DataValue> told, Profile profile) {
    return new Limits(
        least(told.get(0), profile.itemsPerCall(), UNLIMITED),
        least(told.get(1), profile.itemsPerSubscription(), Integer.MAX_VALUE),
        least(told.get(2), profile.nodesPerRead(), UNLIMITED),
        least(told.get(3), profile.nodesPerBrowse(), UNLIMITED),
        least(told.get(4), 0, UNLIMITED_PATHS),
        profile.sampling(),
        profile.publishing());
  }

  /** The smallest of what the server says, what is known of it, and what is ever sensible. */
  private static int least(DataValue told, int known, int most) {
    long limit = most;
    if (told.value().value() instanceof UInteger number && number.longValue() > 0) {
      limit = Math.min(limit, number.longValue());
    }
    return (int) (known > 0 ? Math.min(limit, known) : limit);
  }
}
