package io.gemba.hal.opcua;

import io.gemba.hal.spi.DeviceContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several servers that show the same data to read: non-transparent redundancy with cold
 * fail-over (OPC 10000-4 §6.6.2.4). One is read; when it is lost the next is tried, and when its
 * ServiceLevel falls below 200 the others are asked for theirs. With a single endpoint nothing of
 * this happens.
 *
 * <p>Used by the run's thread only.
 */
final class Redundancy {
  private static final Logger LOG = LoggerFactory.getLogger(Redundancy.class);

  /** OPC 10000-4 §6.6.2.4.2: from here on a server is healthy. */
  static final int HEALTHY = 200;

  private static final int UNKNOWN = 255;
  private static final Duration ASK_OTHERS_AGAIN = Duration.ofMinutes(1);

  private final List<DeviceSettings> servers = new ArrayList<>();
  private final LongSupplier ticker;
  private int current;
  private long askOthers;

  Redundancy(DeviceSettings device, LongSupplier ticker) {
    this.ticker = ticker;
    servers.add(device);
    device.others().forEach(other -> servers.add(device.at(other)));
    askOthers = ticker.getAsLong();
  }

  /** The server to read now. */
  DeviceSettings current() {
    return servers.get(current);
  }

  /** It is lost: the next one's turn. */
  void lost() {
    current = (current + 1) % servers.size();
  }

  /**
   * Looks how the server that is read is doing.
   *
   * @throws FinalLossException when another one is better, which is the current one from now on
   * @throws IOException when it does not answer
   */
  void check(Connection connection, DeviceContext context)
      throws IOException, InterruptedException {
    if (servers.size() == 1) {
      return;
    }
    int here = level(connection);
    if (here >= HEALTHY || ticker.getAsLong() - askOthers < 0) {
      return;
    }
    askOthers = ticker.getAsLong() + ASK_OTHERS_AGAIN.toNanos();
    for (int i = 1; i < servers.size(); i++) {
      int other = (current + i) % servers.size();
      int there = ask(servers.get(other), context);
      if (there > here) {
        String from = current().endpoint();
        // the host tells the run's end to lost(), which counts one on
        current = (other + servers.size() - 1) % servers.size();
        throw new FinalLossException(
            "lost "
                + from
                + ": its service level is "
                + here
                + ", so "
                + servers.get(other).endpoint()
                + " with "
                + there
                + " is read instead");
      }
    }
  }

  private static int ask(DeviceSettings server, DeviceContext context) throws InterruptedException {
    try (Connection connection =
        Connection.open(server, context.stateDirectory(), context.clock(), new RunEnd())) {
      return level(connection);
    } catch (IOException e) {
      LOG.debug("{} is no alternative", server.endpoint(), e);
      return -1;
    }
  }

  /** A server that does not say is taken for healthy. */
  private static int level(Connection connection) throws IOException, InterruptedException {
    Object level =
        ServerFacts.readValues(connection, List.of(NodeIds.Server_ServiceLevel))
            .getFirst()
            .value()
            .value();
    return level instanceof UByte known ? known.intValue() : UNKNOWN;
  }
}
