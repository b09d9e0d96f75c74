package io.gemba.cloud.console.act;

import io.gemba.cloud.console.wire.GatewayKey;
import java.io.IOException;
import java.util.Optional;

/** Takes a command to a gateway and brings its answer. */
@FunctionalInterface
public interface Gateways {
  /**
   * Asks and waits.
   *
   * @param broker name of the broker the gateway is heard through
   * @return the answer's JSON; empty when none came, and nobody can say whether it was done
   * @throws IOException when it was not sent, with a reason for people
   */
  Optional<byte[]> ask(String broker, GatewayKey gateway, String command, byte[] payload)
      throws IOException, InterruptedException;
}
