package io.gemba.agent.app.status;

import io.gemba.agent.core.journal.JournalStatus;
import io.gemba.cloud.spi.GatewayStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How worn an eMMC says it is (JESD84-B51 §7.4.50, DEVICE_LIFE_TIME_EST). SD cards do not tell:
 * empty for them, as for anything else that keeps quiet.
 */
public final class CardLife {
  private static final Pattern CARD = Pattern.compile("/dev/(mmcblk\\d+)(p\\d+)?");

  private CardLife() {}

  /** What is known of the card that holds the journal. */
  public static GatewayStatus.Card of(JournalStatus journal) {
    JournalStatus.Wear wear = journal.wear();
    return new GatewayStatus.Card(
        wear == null ? OptionalDouble.empty() : wear.life().years(), usedPercent(journal.file()));
  }

  /** Per cent of its life that is used up at most, 10 to 110, of the card that holds a folder. */
  public static OptionalInt usedPercent(Path folder) {
    return usedPercent(folder, Path.of("/sys/block"));
  }

  static OptionalInt usedPercent(Path folder, Path blocks) {
    try {
      return ofDevice(Files.getFileStore(folder).name(), blocks);
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  static OptionalInt ofDevice(String device, Path blocks) {
    Matcher card = CARD.matcher(device);
    if (!card.matches()) {
      return OptionalInt.empty();
    }
    try {
      String told = Files.readString(blocks.resolve(card.group(1)).resolve("device/life_time"));
      int worst = 0;
      for (String part : told.strip().split("\\s+")) {
        worst = Math.max(worst, Integer.decode(part));
      }
      return worst == 0 ? OptionalInt.empty() : OptionalInt.of(worst * 10);
    } catch (IOException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
