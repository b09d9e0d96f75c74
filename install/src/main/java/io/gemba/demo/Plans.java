package io.gemba.demo;

/**
 * The configurations that the demo writes for its parts: what a technician would write, for this
 * machine.
 */
final class Plans {
  private Plans() {}

  /** The agent's, for a plant that offers OPC UA and GPIO at these addresses. */
  static String agent(String broker, String endpoint, String gpio) {
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
              - { days: mon-sun, from: "00:00", to: "12:00", target: 20000 }
              - { days: mon-sun, from: "12:00", to: "00:00", target: 20000 }
        """
        .formatted(broker, endpoint, gpio);
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
