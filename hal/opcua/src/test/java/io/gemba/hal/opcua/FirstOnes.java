package io.gemba.hal.opcua;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Notices when each of so many things was seen at least once; costs next to nothing from then. */
final class FirstOnes {
  private final int wanted;
  private final Set<Object> seen = ConcurrentHashMap.newKeySet();
  private volatile boolean all;

  FirstOnes(int wanted) {
    this.wanted = wanted;
  }

  void saw(Object one) {
    seen.add(one);
    if (seen.size() >= wanted) {
      all = true;
      seen.clear();
    }
  }

  boolean areAll() {
    return all;
  }

  int size() {
    return seen.size();
  }
}
