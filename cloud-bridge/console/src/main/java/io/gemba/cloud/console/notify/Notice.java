package io.gemba.cloud.console.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message, before it has words: kept until it is delivered.
 *
 * @param id the same however often it is sent
 * @param kind {@code raised}, {@code reminder}, {@code resolved} or {@code test}
 * @param at when it was decided, ms since the epoch
 */
public record Notice(String id, String kind, long at, List<Item> items) {
  /** One thing it tells of. */
  public record Item(
      String incident, String rule, Trouble trouble, long since, @Nullable Long ended, int times) {}

  static Item item(Incident i) {
    return new Item(i.id(), i.rule(), i.trouble(), i.since(), i.ended(), i.times() + 1);
  }
}
