package io.gemba.hal.tck;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.util.Map;

/**
 * The other end of the wire in a contract test: a small device that does as it is told.
 *
 * <p>It begins absent: nothing answers at its address until {@link #start}. The address stays the
 * same through every start and stop. Called from the test's thread only.
 */
public interface FakeDevice {

  /**
   * What a person would write under {@code devices.<name>} to read this device, as nested maps,
   * {@code points} included; every point of it is well.
   */
  Map<String, Object> settings();

  /** Begins to answer, with all points well; returns once a connection would succeed. */
  void start() throws Exception;

  /** Goes away: connections break and nobody answers any more. Harmless when already away. */
  void stop() throws Exception;

  /**
   * Takes a connection and then answers nothing at all, like a device that froze ({@link
   * SilentServer} does it for TCP). Called instead of {@link #start}; ended by {@link #stop}. Not
   * called when {@link AdapterContract#deviceCanHang} says no.
   */
  void hang() throws Exception;

  /**
   * Makes one of the points say something it did not say before.
   *
   * @param quality the quality the device gives it
   * @param sourceTime the device's own time for it; the gateway's time at this moment when {@link
   *     AdapterContract#deviceTellsTime} says no, which the device then ignores
   * @return the sample that the adapter must hand on: point, value, quality and time, and the
   *     status code if it is not 0
   */
  Sample emit(Quality quality, Instant sourceTime) throws Exception;

  /**
   * What a person would write under {@code points.<name>} for a point that is configured without a
   * mistake but that the device cannot serve (no such register, a line somebody else has). Not
   * called when {@link AdapterContract#pointCanBreak} says no.
   */
  Map<String, Object> brokenPoint() throws Exception;

  /** Gives everything back; called after every test, whatever state the device is in. */
  void close() throws Exception;
}
