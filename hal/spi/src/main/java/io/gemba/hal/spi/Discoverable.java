package io.gemba.hal.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  /** One that can also tell which points its devices have, for {@code gemba browse}. */
  interface Browsable extends Discoverable {

    /**
     * Walks through what a device offers, parents before children, and changes nothing. What cannot
     * be read is told to the visitor and skipped.
     *
     * @param stateDirectory as {@link DeviceContext#stateDirectory}
     * @throws IOException when the device does not answer: what was tried and what to do next
     * @throws InterruptedException when the user gives up
     */
    void browse(Scope scope, Path stateDirectory, Visitor visitor)
        throws IOException, InterruptedException;
  }

  /** One that can also tell what happens just now, for {@code gemba discover TARGET --watch}. */
  interface Watchable extends Discoverable {

    /**
     * Tells what is watched, then what moves, until the thread is interrupted. Takes nothing that
     * somebody uses, and changes nothing.
     *
     * @param told who hears of it, on this thread
     * @throws IOException when the target does not answer: what was tried and what to do next
     * @throws InterruptedException when the user has seen enough
     */
    void watch(String target, Consumer<Found> told) throws IOException, InterruptedException;
  }

  /**
   * What to walk through.
   *
   * @param address what {@link #understands} accepted
   * @param device the configured device of which the login and so on are to be used, or null
   * @param options without a device: what the user asked for, by device key
   * @param under where to begin, in the adapter's own words; null = at the top
   * @param depth how many levels; 0 = all
   * @param values whether the current values are wanted
   */
  record Scope(
      String address,
      @Nullable DeviceConfig device,
      Map<String, String> options,
      @Nullable String under,
      int depth,
      boolean values) {
    public Scope {
      options = Map.copyOf(options);
    }
  }

  /**
   * One thing on the way.
   *
   * @param path the names from the beginning to this one; as long as it is deep
   * @param point what to write for it as a point, by point key ({@code node}, {@code unit}); empty
   *     when it is none
   * @param facts what a person wants to know about it, in order
   */
  record Node(List<String> path, Map<String, String> point, Map<String, String> facts) {
    public Node {
      path = List.copyOf(path);
      point = Map.copyOf(point);
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
  }

  /** Who hears of what is met, one after the other, on the browsing thread. */
  interface Visitor {

    /**
     * The next thing.
     *
     * @throws IOException when it cannot be written down; ends the walk
     */
    void node(Node node) throws IOException;

    /** Something that had to be skipped, in words. */
    void problem(String what);
  }
}
