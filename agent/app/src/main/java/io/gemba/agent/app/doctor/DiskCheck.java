package io.gemba.agent.app.doctor;

import io.gemba.agent.app.status.CardLife;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.JournalConfig;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Room for the journal, on something that keeps it, and how worn it is. */
final class DiskCheck {
  private static final long MIB = 1L << 20;
  private static final long TOO_LITTLE = 64 * MIB;
  private static final Set<String> FORGETFUL = Set.of("tmpfs", "ramfs", "overlay");
  private static final Set<String> UNSUITED =
      Set.of("vfat", "exfat", "nfs", "nfs4", "cifs", "fuseblk");
  private static final int WORN = 80;

  private DiskCheck() {}

  static List<Finding> look(AgentConfig config, @Nullable Map<String, Object> agent)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    JournalConfig journal = config.journal();
    Path folder = existing(journal.directory());
    FileStore store = Files.getFileStore(folder);
    long free = store.getUsableSpace();
    long used = Tree.number(Tree.map(agent, "journal"), "bytesUsed");
    String room = free / MIB + " MiB free for the journal in " + journal.directory();
    if (store.isReadOnly()) {
      findings.add(
          Finding.fail(
              "disk",
              "",
              "the disk of " + folder + " is read-only",
              "a worn card turns read-only: see 'dmesg | tail', save what is there, replace it"));
    } else if (free < TOO_LITTLE) {
      findings.add(
          Finding.fail("disk", "", room, "delete what is not needed, or lower journal.max-size"));
    } else if (free + used < journal.maxSize()) {
      findings.add(
          Finding.warn(
              "disk",
              "",
              room + ", less than journal.max-size (" + journal.maxSize() / MIB + " MiB)",
              "lower journal.max-size to what fits, or free some room"));
    } else {
      findings.add(Finding.ok("disk", "", room));
    }
    kind(store, findings);
    wear(folder, agent, findings);
    return findings;
  }

  private static void kind(FileStore store, List<Finding> findings) {
    if (FORGETFUL.contains(store.type()) || UNSUITED.contains(store.type())) {
      findings.add(
          Finding.warn(
              "disk",
              "",
              "the journal lies on "
                  + store.type()
                  + (FORGETFUL.contains(store.type())
                      ? ", which may forget everything when the power goes"
                      : ", which does not keep what it promises in a power cut"),
              "put journal.directory on a disk with ext4, xfs, btrfs or f2fs"));
    }
  }

  private static void wear(
      Path folder, @Nullable Map<String, Object> agent, List<Finding> findings) {
    OptionalInt used = CardLife.usedPercent(folder);
    if (used.isPresent()) {
      String text = "the eMMC says that up to " + used.getAsInt() + " % of its life are used up";
      findings.add(
          used.getAsInt() >= WORN
              ? Finding.warn(
                  "wear", "", text, "plan to replace it; journal.daily-write-budget slows it down")
              : Finding.ok("wear", "", text));
    }
    Map<String, Object> wear = Tree.map(Tree.map(agent, "journal"), "wear");
    if (Tree.number(wear, "bytesPerDay") > 0 && settled(agent)) {
      findings.add(
          Finding.ok(
              "wear",
              "",
              "the journal writes "
                  + Tree.number(wear, "bytesPerDay") / MIB
                  + " MiB a day at the rate of the last minutes"));
    }
  }

  /** A projection from the first minutes would frighten. */
  private static boolean settled(@Nullable Map<String, Object> agent) {
    return agent != null
        && agent.get("started") instanceof String started
        && Instant.parse(started).plus(Duration.ofMinutes(10)).isBefore(Instant.now());
  }

  static Path existing(Path folder) {
    Path at = folder.toAbsolutePath();
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }
}
