package io.gemba.hal.opcua;

import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/**
 * What a test server allows. Milo shows all of these; it enforces nodes per read and per browse,
 * subscriptions and items, but not items per call: see {@link StrictServices}.
 *
 * @param items monitored items of the whole server
 */
record TestLimits(
    int itemsPerCall, int nodesPerBrowse, int nodesPerRead, int subscriptions, int items)
    implements OpcUaServerConfigLimits {
  static final TestLimits USUAL = new TestLimits(400, 7, 1_000, 1_000, Integer.MAX_VALUE);

  /** As a PC's server has them: what a bench or a big plant meets. */
  static final TestLimits ROOMY = new TestLimits(400, 100, 1_000, 1_000, Integer.MAX_VALUE);

  TestLimits itemsPerCall(int most) {
    return new TestLimits(most, nodesPerBrowse, nodesPerRead, subscriptions, items);
  }

  TestLimits subscriptions(int most) {
    return new TestLimits(itemsPerCall, nodesPerBrowse, nodesPerRead, most, items);
  }

  TestLimits items(int most) {
    return new TestLimits(itemsPerCall, nodesPerBrowse, nodesPerRead, subscriptions, most);
  }

  TestLimits nodesPerRead(int most) {
    return new TestLimits(itemsPerCall, nodesPerBrowse, most, subscriptions, items);
  }

  @Override
  public UInteger getMaxMonitoredItemsPerCall() {
    return Unsigned.uint(itemsPerCall);
  }

  @Override
  public UInteger getMaxNodesPerBrowse() {
    return Unsigned.uint(nodesPerBrowse);
  }

  @Override
  public UInteger getMaxNodesPerRead() {
    return Unsigned.uint(nodesPerRead);
  }

  @Override
  public UInteger getMaxSubscriptionsPerSession() {
    return Unsigned.uint(subscriptions);
  }

  @Override
  public UInteger getMaxMonitoredItems() {
    return Unsigned.uint(items);
  }

  @Override
  public UInteger getMaxMonitoredItemsPerSession() {
    return Unsigned.uint(items);
  }
}
