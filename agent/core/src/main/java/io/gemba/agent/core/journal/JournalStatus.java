package io.gemba.agent.core.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a journal holds.
 *
 * @param id the journal's identity
 * @param file the database
 * @param bytesUsed bytes of the database in use; free pages inside the file do not count
 * @param maxBytes the size cap, or 0 when it is not known (read without a configuration)
 * @param entries how many blocks and gap records wait for at least one uplink, or are set aside
 * @param gapsRecorded gap records ever made in this journal
 * @param uplinks every uplink it keeps entries for
 * @param devices every device it ever numbered
 * @param corruptFiles databases that were found corrupt and put aside, oldest first
 * @param wear what it writes; null when read from a file
 */
public record JournalStatus(
    String id,
    Path file,
    long bytesUsed,
    long maxBytes,
    long entries,
    long gapsRecorded,
    List<UplinkBacklog> uplinks,
    List<DeviceCount> devices,
    List<Path> corruptFiles,
    @Nullable Wear wear) {

  /**
   * What the journal wrote to the disk since the agent started.
   *
   * @param bytesWritten physically, as far as the kernel tells: file system and card add their own;
   *     -1 where it does not
   * @param samples in these bytes
   * @param bytesPerDay at the rate of the last ten minutes
   * @param budget {@code journal.daily-write-budget}; 0 when there is none
   * @param commitEvery {@code journal.commit-every}
   * @param window how long samples wait for their commit now
   * @param life what that makes of a card
   */
  public record Wear(
      long bytesWritten,
      long samples,
      long bytesPerDay,
      long budget,
      Duration commitEvery,
      Duration window,
      CardLife life) {

    /** Bytes per sample; 0 before the first. */
    public double bytesPerSample() {
      return samples == 0 ? 0 : (double) bytesWritten / samples;
    }

    /** Whether samples wait longer than {@link #commitEvery} because of the budget. */
    public boolean isStretched() {
      return window.compareTo(commitEvery) > 0;
    }

    /**
     * Whether more is written than the budget allows, though commits are as rare as they may be.
     */
    public boolean isOverBudget() {
      return budget > 0
          && bytesPerDay > budget
          && window.compareTo(io.gemba.agent.core.journal.Wear.LONGEST_WINDOW) >= 0;
    }
  }

  /**
   * What one uplink still has to deliver.
   *
   * @param oldest when the oldest waiting entry was committed; null when nothing waits
   * @param setAside entries it will never take
   */
  public record UplinkBacklog(
      String name,
      long pendingSamples,
      long pendingEntries,
      @Nullable Instant oldest,
      long setAside) {}

  /**
   * How far a device has been numbered.
   *
   * @param nextSeq the number its next sample gets, from 1
   * @param lastTime source time of the last committed sample; null when there was none
   */
  public record DeviceCount(String name, String place, long nextSeq, @Nullable Instant lastTime) {}
}
