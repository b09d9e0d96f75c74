package io.gemba.cloud.console.history;

import io.gemba.cloud.console.board.Completeness;
import io.gemba.cloud.console.wire.LineKey;
import java.util.HashMap;
import java.util.Map;

/** One device's numbers in one journal. Guarded by the store. */
final class Stream {
  final int id;
  final String journal;
  final String device;
  LineKey place;
  final Ranges received = new Ranges();

  /** Received, or named by a gap record. */
  final Ranges explained = new Ranges();

  final Map<String, Integer> points = new HashMap<>();

  Stream(int id, String journal, String device, LineKey place) {
    this.id = id;
    this.journal = journal;
    this.device = device;
    this.place = place;
  }

  /** The number of a point that was made before. */
  int point(String name) {
    Integer id = points.get(name);
    if (id == null) {
      throw new IllegalStateException("the point " + name + " of " + device + " was not made");
    }
    return id;
  }

  Completeness completeness() {
    return new Completeness(received.size(), received.missing(), explained.missing());
  }
}
