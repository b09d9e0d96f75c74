package io.gemba.cloud.console.board;

/**
 * Tells how late statements arrive although the gateway's clock may be wrong.
 *
 * <p>Statements that arrive at the pace of their own time stamps are live, whatever their clock
 * says: the difference of the two clocks is then known. A queue being emptied arrives faster than
 * its time stamps and proves nothing. Until there is proof, time stamps within ten seconds of our
 * own clock are believed. All times in ms. Guarded by the board.
 */
final class Pace {
  private static final long BELIEVED_MS = 10_000;
  private static final long PROOF_MS = 2_000;
  private static final long TOLERANCE_MS = 1_000;

  private boolean anchored;
  private long anchorTick;
  private long anchorTime;
  private boolean known;
  private long offset;

  /** Takes note of a statement that was not retained. */
  void heard(long tick, long wall, long time) {
    long difference = wall - time;
    if (pacedSinceAnchor(tick, time)) {
      known = true;
      offset = difference;
    } else if (!known && Math.abs(difference) <= BELIEVED_MS) {
      known = true;
      offset = Math.min(0, difference);
    }
    if (known && difference < offset) {
      offset = difference;
    }
  }

  private boolean pacedSinceAnchor(long tick, long time) {
    long received = tick - anchorTick;
    boolean inPace = anchored && Math.abs(received - (time - anchorTime)) <= TOLERANCE_MS;
    if (inPace && received < PROOF_MS) {
      return false;
    }
    anchored = true;
    anchorTick = tick;
    anchorTime = time;
    return inPace;
  }

  /** Whether the difference of the clocks is known. */
  boolean known() {
    return known;
  }

  /** Our clock minus the gateway's; 0 while unknown. */
  long offset() {
    return known ? offset : 0;
  }

  /** How late a statement is that arrived at {@code wall} and says {@code time}. */
  long lateness(long wall, long time) {
    return Math.max(0, wall - time - offset());
  }
}
