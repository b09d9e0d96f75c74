package io.gemba.hal.gpio;

/**
 * Decodes the two tracks of an encoder: every edge is a step, forwards where A leads B. A bouncing
 * contact steps to and fro and ends where it is. What cannot be is never guessed: it moves nothing
 * and is said to be illegal.
 */
final class Quadrature {
  private boolean a;
  private boolean b;
  private boolean known = true;
  private boolean firstKnown;
  private long ifOtherLow;

  /** Begins at these levels. */
  Quadrature(boolean a, boolean b) {
    this.a = a;
    this.b = b;
  }

  /**
   * What came of an edge.
   *
   * @param steps how far it went, backwards when negative
   * @param legal whether the edge can be: a track that is high does not rise
   */
  record Step(long steps, boolean legal) {}

  /**
   * Takes an edge.
   *
   * @param ofA whose it is
   * @param afterLoss whether edges of either track are missing just before it; then both levels are
   *     learnt anew, and what came meanwhile is counted once they are known
   */
  Step edge(boolean ofA, boolean high, boolean afterLoss) {
    if (afterLoss) {
      known = false;
      firstKnown = ofA;
      ifOtherLow = 0;
      set(ofA, !high);
    }
    if (!known && ofA != firstKnown) {
      return learnt(ofA, high);
    }
    if (level(ofA) == high) {
      return new Step(0, false);
    }
    set(ofA, high);
    if (!known) {
      ifOtherLow += direction(ofA, high, false);
      return new Step(0, true);
    }
    return new Step(direction(ofA, high, level(!ofA)), true);
  }

  /** The first edge of the second track tells what that track was until now. */
  private Step learnt(boolean ofA, boolean high) {
    known = true;
    long meanwhile = high ? ifOtherLow : -ifOtherLow;
    set(ofA, high);
    return new Step(meanwhile + direction(ofA, high, level(!ofA)), true);
  }

  private static int direction(boolean ofA, boolean high, boolean other) {
    return ofA == (high != other) ? 1 : -1;
  }

  private boolean level(boolean ofA) {
    return ofA ? a : b;
  }

  private void set(boolean ofA, boolean high) {
    if (ofA) {
      a = high;
    } else {
      b = high;
    }
  }
}
