package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteSubscriptionsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteSubscriptionsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferResult;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferSubscriptionsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferSubscriptionsResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings subscriptions of another session into ours (OPC 10000-4 §5.14.7), all or none. */
final class Transfer {
  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

  private final Connection connection;
  private final UInteger[] ids;

  Transfer(Connection connection, KeptSession kept) {
    this.connection = connection;
    ids = kept.subscriptions().stream().map(KeptSession.Kept::id).toArray(UInteger[]::new);
  }

  /** Whether all of them are in this session from now on; else none is left that costs anything. */
  boolean toThisSession() throws IOException, InterruptedException {
    TransferResult[] results;
    try {
      TransferSubscriptionsResponse response =
          connection.request(
              new TransferSubscriptionsRequest(connection.header(), ids, false),
              TransferSubscriptionsResponse.class,
              "taking subscriptions over at ");
      results = response.getResults();
    } catch (IOException e) {
      LOG.debug("{} transfers no subscriptions", connection.endpoint(), e);
      return false;
    }
    boolean all =
        results != null
            && results.length == ids.length
            && Stream.of(results).allMatch(one -> one.getStatusCode().isGood());
    if (!all) {
      giveUp();
    }
    return all;
  }

  /** Has the server forget those it still has for us; the others are none of our business. */
  void giveUp() throws InterruptedException {
    try {
      connection.request(
          new DeleteSubscriptionsRequest(connection.header(), ids),
          DeleteSubscriptionsResponse.class,
          "ending old subscriptions at ");
    } catch (IOException e) {
      LOG.debug("{} does not end old subscriptions", connection.endpoint(), e);
    }
  }
}
