package io.gemba.cloud.console.web;

import io.gemba.cloud.console.board.BrokerView;
import io.gemba.cloud.console.board.GatewayView;
import java.util.List;

/** Everything between the machines and this page. */
public record Fleet(List<GatewayView> gateways, List<BrokerView> brokers, Health health) {
  /** What a reader would call a change: ages grow by themselves and are left out. */
  Object face() {
    return List.of(
        gateways.stream()
            .map(
                g ->
                    java.util.Arrays.asList(
                        g.key(),
                        g.online(),
                        g.linked(),
                        g.t(),
                        g.version(),
                        g.backlog(),
                        g.gaps(),
                        g.clock(),
                        g.lines(),
                        g.missing(),
                        g.unexplained()))
            .toList(),
        brokers,
        health.malformed(),
        String.valueOf(health.history().problem()),
        health.history().dropped());
  }
}
