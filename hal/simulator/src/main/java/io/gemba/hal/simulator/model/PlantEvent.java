package io.gemba.hal.simulator.model;

/** Something that happened in the plant. Times are milliseconds since the plant began. */
public sealed interface PlantEvent {

  /** The press, for example {@code Press1}. */
  String machine();

  /**
   * A signal took a value.
   *
   * @param at when
   * @param value of the class that {@link Signal.Type} names
   */
  record Change(String machine, long at, Signal signal, Object value) implements PlantEvent {}

  /**
   * A state ended: the truth that line states and KPIs are judged by.
   *
   * @param from when it was entered
   * @param to when it was left (exclusive)
   * @param cause why the press does not run, or "" while it does
   */
  record StateInterval(
      String machine, long from, long to, PackMlState state, UnitMode mode, String cause)
      implements PlantEvent {}

  /** A part was finished. */
  record Part(String machine, long at, boolean good) implements PlantEvent {}
}
