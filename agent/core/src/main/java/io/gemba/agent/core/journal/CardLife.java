package io.gemba.agent.core.journal;

import java.util.OptionalDouble;

/**
 * How long a card lasts with what the journal writes to it: at most so long, because the card
 * itself writes more than it is given, and others write too.
 *
 * @param endurance bytes that may be written to the card in its life, {@code
 *     journal.card-endurance}
 * @param bytesPerDay what the journal writes; 0 when not known yet, -1 when never
 */
public record CardLife(long endurance, long bytesPerDay) {
  private static final double DAYS_PER_YEAR = 365.25;

  /** From new to worn out; empty while nobody knows. */
  public OptionalDouble years() {
    return bytesPerDay <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) endurance / bytesPerDay / DAYS_PER_YEAR);
  }
}
