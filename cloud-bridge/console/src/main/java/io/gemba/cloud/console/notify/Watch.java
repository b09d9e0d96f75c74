package io.gemba.cloud.console.notify;

import io.gemba.cloud.console.ConsoleClock;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes incidents of findings and messages of incidents: when trouble has lasted, when it is to be
 * said again, when it is over. Every decision is in the {@link Ledger} before this remembers it.
 * Safe for any platform thread.
 */
final class Watch {
  private static final long FORGOTTEN_MS = 30L * 86_400_000;

  private final NotifyConfig config;
  private final Map<String, Rule> rules = new HashMap<>();
  private final Ledger ledger;
  private final ConsoleClock clock;
  private final Map<String, Incident> open = new LinkedHashMap<>();
  private final Map<String, Long> since = new HashMap<>();
  private final Map<String, Long> well = new HashMap<>();
  private @Nullable Long gathering;

  /** Takes up what was open when the console stopped. */
  Watch(NotifyConfig config, Ledger ledger, ConsoleClock clock) throws IOException {
    this.config = config;
    this.ledger = ledger;
    this.clock = clock;
    config.rules().forEach(r -> rules.put(r.name(), r));
    List<String> orphans = new ArrayList<>();
    for (Incident i : ledger.incidents()) {
      if (rules.containsKey(i.rule()) && i.since() > clock.wallMs() - FORGOTTEN_MS) {
        open.put(i.key(), i);
      } else {
        orphans.add(i.id()); // its rule is gone, so nobody would ever end it
      }
    }
    ledger.commit(List.of(), orphans, Map.of());
  }

  synchronized Set<String> keys() {
    return Set.copyOf(open.keySet());
  }

  /** Every open incident, oldest first. */
  synchronized List<Incident> incidents() {
    return List.copyOf(open.values());
  }

  /** Somebody looks after it: it is not said again. Empty when there is no such incident. */
  synchronized Optional<Incident> acknowledge(String id, String by) throws IOException {
    for (Incident i : open.values()) {
      if (i.id().equals(id)) {
        Incident acked = i.acknowledgedBy() == null ? i.acknowledged(by, clock.wallMs()) : i;
        ledger.commit(List.of(acked), List.of(), Map.of());
        open.put(i.key(), acked);
        return Optional.of(acked);
      }
    }
    return Optional.empty();
  }

  /** Takes one look's findings, and sends what is due. */
  synchronized void look(List<Finding> findings) throws IOException {
    Map<String, Incident> changed = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (Finding finding : findings) {
      seen.add(finding.key());
      Trouble trouble = finding.trouble();
      Incident known = open.get(finding.key());
      if (trouble == null) {
        since.remove(finding.key());
        over(finding.key(), known, changed);
      } else {
        well.remove(finding.key());
        troubled(finding, trouble, known, changed);
      }
    }
    since.keySet().retainAll(seen);
    send(changed);
  }

  private void over(String key, @Nullable Incident known, Map<String, Incident> changed) {
    if (known == null || known.ended() != null) {
      return;
    }
    long now = clock.tickMs();
    long first = well.computeIfAbsent(key, k -> now);
    if (now - first >= config.settle().toMillis()) {
      changed.put(key, known.endedAt(clock.wallMs() - (now - first)));
    }
  }

  private void troubled(
      Finding finding, Trouble trouble, @Nullable Incident known, Map<String, Incident> changed) {
    long now = clock.tickMs();
    long began = finding.forMs() == null ? now : now - finding.forMs();
    long first = since.merge(finding.key(), began, Math::min);
    String by = finding.acknowledgedBy();
    if (known == null || known.ended() != null) {
      boolean lasted = now - first >= finding.rule().longer().toMillis();
      if (known == null && lasted && by == null) {
        String id = UUID.randomUUID().toString();
        long at = clock.wallMs() - (now - first);
        String rule = finding.rule().name();
        changed.put(
            finding.key(),
            new Incident(id, finding.key(), rule, trouble, at, null, 0, null, null, null));
      }
      return;
    }
    Incident latest = known.now(trouble);
    if (by != null && known.acknowledgedBy() == null) {
      changed.put(finding.key(), latest.acknowledged(by, clock.wallMs()));
    } else {
      open.put(finding.key(), latest); // the newest figures, for the next message only
    }
  }

  /** Gathers what is due, for a while, into one message a kind and channel. */
  private void send(Map<String, Incident> changed) throws IOException {
    Map<String, Incident> all = new LinkedHashMap<>(open);
    all.putAll(changed);
    List<Incident> due = all.values().stream().filter(i -> kind(i) != null).toList();
    long now = clock.tickMs();
    gathering = due.isEmpty() ? null : gathering == null ? Long.valueOf(now) : gathering;
    Map<String, List<Notice>> messages = Map.of();
    Set<String> endTold = new HashSet<>();
    if (gathering != null && now - gathering >= config.group().toMillis()) {
      messages = messages(due);
      for (Incident i : due) {
        if (i.ended() == null) {
          changed.put(i.key(), i.toldAt(clock.wallMs()));
        } else {
          endTold.add(i.key());
        }
      }
      gathering = null;
    }
    commit(changed, endTold, messages);
  }

  private void commit(
      Map<String, Incident> changed, Set<String> endTold, Map<String, List<Notice>> messages)
      throws IOException {
    Map<String, Incident> after = new LinkedHashMap<>(open);
    after.putAll(changed);
    List<Incident> done =
        after.values().stream().filter(i -> endTold.contains(i.key()) || silentEnd(i)).toList();
    List<Incident> kept = changed.values().stream().filter(i -> !done.contains(i)).toList();
    if (!kept.isEmpty() || !done.isEmpty() || !messages.isEmpty()) {
      ledger.commit(kept, done.stream().map(Incident::id).toList(), messages);
    }
    kept.forEach(i -> open.put(i.key(), i));
    for (Incident i : done) {
      open.remove(i.key());
      well.remove(i.key());
    }
  }

  /**
   * Over, and nobody needs to hear of it: either nobody heard that it began, or nobody wants to.
   */
  private boolean silentEnd(Incident i) {
    Rule rule = rules.get(i.rule());
    return i.ended() != null && (i.told() == null || rule == null || !rule.resolved());
  }

  /** What is to be said of an incident now; null for nothing. Quiet hours only put it off. */
  private @Nullable String kind(Incident i) {
    Rule rule = rules.get(i.rule());
    if (rule == null || quiet(rule, i.trouble().zone())) {
      return null;
    }
    Long told = i.told();
    if (i.ended() != null) {
      return told != null && rule.resolved() ? "resolved" : null;
    }
    if (i.acknowledgedBy() != null) {
      return null;
    }
    if (told == null) {
      return "raised";
    }
    boolean again = rule.repeat() != null && clock.wallMs() - told >= rule.repeat().toMillis();
    return again ? "reminder" : null;
  }

  private boolean quiet(Rule rule, @Nullable String zone) {
    Instant now = Instant.ofEpochMilli(clock.wallMs());
    return rule.quiet().stream().anyMatch(q -> q.covers(now.atZone(zone(zone))));
  }

  static ZoneId zone(@Nullable String name) {
    try {
      return name == null ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneId.systemDefault();
    }
  }

  private Map<String, List<Notice>> messages(List<Incident> due) {
    Map<String, List<Notice>> messages = new LinkedHashMap<>();
    for (ChannelConfig channel : config.channels()) {
      Map<String, List<Notice.Item>> kinds = new LinkedHashMap<>();
      for (Incident i : due) {
        Rule rule = rules.get(i.rule());
        String kind = kind(i);
        if (rule != null && kind != null && rule.to().contains(channel.name())) {
          kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(Notice.item(i));
        }
      }
      kinds.forEach(
          (kind, items) ->
              messages
                  .computeIfAbsent(channel.name(), k -> new ArrayList<>())
                  .add(new Notice(UUID.randomUUID().toString(), kind, clock.wallMs(), items)));
    }
    return messages;
  }
}
