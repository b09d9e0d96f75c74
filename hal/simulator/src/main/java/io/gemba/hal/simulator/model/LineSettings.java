package io.gemba.hal.simulator.model;

import java.time.Duration;

/**
 * What one simulated line is like.
 *
 * @param line area and line as in a topic, for example {@code molding/l3}
 * @param machine the press's name, the first part of its point names, for example {@code Press1}
 * @param seed the same seed gives the same stops, cycles and rejects
 * @param idealCycle time of a perfect cycle, 200 ms or more
 * @param stopsEvery mean running time between two stops; zero means it never stops by itself
 * @param longestStop the longest natural stop; the mix of short and long ones scales with it
 * @param rejectRate share of bad parts, 0 to 1
 */
public record LineSettings(
    String line,
    String machine,
    long seed,
    Duration idealCycle,
    Duration stopsEvery,
    Duration longestStop,
    double rejectRate) {

  /** Checks the ranges; throws {@link IllegalArgumentException} that names the value. */
  public LineSettings {
    if (line.isBlank() || machine.isBlank() || machine.contains(".")) {
      throw new IllegalArgumentException("line and machine need names without dots");
    }
    if (idealCycle.compareTo(Duration.ofMillis(200)) < 0) {
      throw new IllegalArgumentException("the ideal cycle must be 200ms or longer: " + idealCycle);
    }
    if (stopsEvery.isNegative()) {
      throw new IllegalArgumentException("the time between stops is negative: " + stopsEvery);
    }
    if (longestStop.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("the longest stop must be 1s or longer: " + longestStop);
    }
    if (!(rejectRate >= 0 && rejectRate <= 1)) {
      throw new IllegalArgumentException("the reject rate must be from 0 to 1: " + rejectRate);
    }
  }

  /** A press with a cycle of 16 s, a stop every 10 min of running, 3 % rejects. */
  public static LineSettings of(String line, String machine, long seed) {
    return new LineSettings(
        line,
        machine,
        seed,
        Duration.ofSeconds(16),
        Duration.ofMinutes(10),
        Duration.ofMinutes(15),
        0.03);
  }
}
