package io.gemba.agent.core.journal;

import io.gemba.agent.core.journal.CapGaps.Gap;
import java.sql.SQLException;

/**
 * Names what a stop without a word may have lost: what lay in the open commit window. A device that
 * was named counts as active in the run that begins, so that a second stop before its first commit
 * is named too: only a clean stop proves that nothing was on its way.
 */
final class UncleanStop {
  private UncleanStop() {}

  /**
   * A gap record without numbers for each device that was active in the run that ended. Call it
   * before the run is counted up.
   */
  static void name(Transaction tx) throws SQLException {
    if (!tx.ledger.wasRunning) {
      return;
    }
    for (Ledger.Device device : tx.ledger.devices()) {
      if (device.lastRun == tx.ledger.run) {
        long from = device.lastTime == null ? tx.now : device.lastTime;
        Gap gap = new Gap(device.nextSeq, device.nextSeq - 1, from, Math.max(from, tx.now), -1);
        tx.gap(device, gap, "unclean-stop", null, true, null);
        tx.ledger.activeIn(tx.ledger.run + 1, device);
      }
    }
  }
}
