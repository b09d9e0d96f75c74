package io.gemba.acceptance;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Configurations for the tests. */
final class Yaml {
  private Yaml() {}

  /** One device with N counters of {@link CounterServer}, one uplink. */
  static String counters(String endpoint, String broker, int points) {
    String all =
        IntStream.range(0, points)
            .mapToObj(
                i -> "      c%d: { node: \"nsu=urn:gemba:test:counters;s=C%d\" }".formatted(i, i))
            .collect(Collectors.joining("\n"));
    return """
        gateway: { enterprise: acme, site: dongguan, id: gw-01, timezone: Asia/Shanghai }
        journal: { directory: journal }
        uplinks:
          hq: { url: "%s" }
        devices:
          counters:
            adapter: opcua
            place: molding/l3/counters
            endpoint: %s
            security: none
            publishing-interval: 500ms
            points:
        %s
        """
        .formatted(broker, endpoint, all);
  }
}
