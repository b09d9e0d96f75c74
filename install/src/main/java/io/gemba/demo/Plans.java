package io.gemba.demo;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The configurations that the demo writes for its parts: what a technician would write, for this
 * machine.
 */
final class Plans {
  private Plans() {}

  /**
   * The agent's, for a plant that offers OPC UA and GPIO at these addresses. The shift begins about
   * {@code now}, because figures of a shift that nobody saw begin are withheld.
   */
  static String agent(String broker, String endpoint, String gpio, Instant now) {
    LocalTime from = shiftStart(now);
    LocalTime to = from.plusHours(12);
    return """
        gateway: { enterprise: acme, site: demo, id: gw-demo, timezone: Etc/UTC }
        journal: { directory: journal, max-size: 256MiB }
        uplinks:
          hq: { url: "%s" }
        devices:
          press1:
            adapter: opcua
            place: molding/l3/press1
            endpoint: %s
            security: none
            publishing-interval: 250ms
            points:
              state:    { node: "nsu=urn:gemba:simulator;s=Press1.StateCurrent" }
              mode:     { node: "nsu=urn:gemba:simulator;s=Press1.UnitMode" }
              rejects:  { node: "nsu=urn:gemba:simulator;s=Press1.AccReject" }
              oil-temp: { node: "nsu=urn:gemba:simulator;s=Press1.OilTemp", unit: CEL, deadband: 0.1 }
              speed:    { node: "nsu=urn:gemba:simulator;s=Press1.Speed", unit: RPM }
              energy:   { node: "nsu=urn:gemba:simulator;s=Press1.Energy", unit: KWH }
          andon3:
            adapter: gpio
            place: molding/l3/andon
            chip: "sim:%s"
            points:
              green: { line: 17, debounce: 20ms }
              amber: { line: 22, debounce: 20ms }
              red:   { line: 23, debounce: 20ms }
              parts: { line: 27, mode: counter, edge: rising, debounce: 2ms }
        lines:
          molding/l3:
            name: { en: "Moulding 3", zh-Hant: "注塑三線", zh-Hans: "注塑三线" }
            state: { from: packml, state: press1/state, mode: press1/mode, profile: isa-tr88 }
            good: andon3/parts
            reject: press1/rejects
            ideal-cycle: 2s
            shifts:
              - { days: mon-sun, from: "%s", to: "%s", target: 14400 }
              - { days: mon-sun, from: "%s", to: "%s", target: 14400 }
        """
        .formatted(broker, endpoint, gpio, from, to, to, from);
  }

  /** The whole minute, UTC, that is nearest: at most half a minute is unknown. */
  static LocalTime shiftStart(Instant now) {
    return LocalTime.ofInstant(now.plusSeconds(30), ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
  }

  /** The line board's. */
  static String console(String broker, int port) {
    return """
        console:
          listen: "127.0.0.1:%d"
          directory: console
        brokers:
          demo: { url: "%s" }
        """
        .formatted(port, broker);
  }
}
