package io.gemba.cloud.console.web;

import io.gemba.cloud.console.board.BrokerView;
import io.gemba.cloud.console.board.LineView;
import io.gemba.cloud.console.users.Sites;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is left of the whole for somebody who may see some sites only. */
final class Views {
  private Views() {}

  static List<LineView> lines(List<LineView> all, Sites sites) {
    return all.stream().filter(l -> sites.covers(l.enterprise(), l.site())).toList();
  }

  /** Texts of brokers and of the console itself may name other sites' topics: they are left out. */
  static Fleet fleet(Fleet all, Sites sites) {
    if (sites.all()) {
      return all;
    }
    Health h = all.health();
    return new Fleet(
        all.gateways().stream().filter(g -> sites.covers(g.enterprise(), g.site())).toList(),
        all.brokers().stream().map(Views::reticent).toList(),
        new Health(h.messages(), h.malformed(), null, h.history()));
  }

  private static BrokerView reticent(BrokerView b) {
    return new BrokerView(b.name(), "", b.connected(), b.since(), b.problem() == null ? null : "");
  }

  /** Entries whose key is the path of a line. */
  static <V> Map<String, V> byLine(Map<String, V> all, Sites sites) {
    Map<String, V> seen = new LinkedHashMap<>();
    all.forEach(
        (path, value) -> {
          if (covers(sites, path)) {
            seen.put(path, value);
          }
        });
    return seen;
  }

  /** Whether a path {@code enterprise/site/…} lies within the sites. */
  static boolean covers(Sites sites, String path) {
    String[] levels = path.split("/", 3);
    return levels.length >= 2 && sites.covers(levels[0], levels[1]);
  }
}
