package io.gemba.hal.spi;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An optional power of an {@link AdapterFactory}: it can look for devices that it could read. */
public interface Discoverable {

  /**
   * Whether {@code gemba discover TARGET} is this adapter's business, such as {@code opc.tcp://…}
   * or {@code gpio}.
   */
  boolean understands(String target);

  /**
   * Looks, changes nothing, and returns within ten seconds.
   *
   * @throws IOException when the target does not answer: what was tried and what to do next
   * @throws InterruptedException when the user gives up
   */
  List<Found> discover(String target) throws IOException, InterruptedException;

  /**
   * One thing that was found.
   *
   * @param address what to write in the configuration
   * @param facts what a person wants to know about it, in order, such as security policy or
   *     certificate fingerprint
   */
  record Found(String address, Map<String, String> facts) {
    public Found {
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
  }
}
