package io.gemba.cloud.console.notify;

import io.gemba.cloud.console.board.BrokerView;
import io.gemba.cloud.console.board.Freshness;
import io.gemba.cloud.console.board.GatewayView;
import io.gemba.cloud.console.board.LineView;
import io.gemba.cloud.console.wire.Alarm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the board against the rules. What is stale or behind a broken link is neither trouble nor
 * well, except for the rules about just that: of a plant that is cut off only the cut is told.
 * Remembers nothing.
 */
final class Judge {
  private final List<LineView> lines;
  private final List<GatewayView> gateways;
  private final List<BrokerView> brokers;
  private final Set<String> open;
  private final long now;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * {@code open} are the keys of trouble that has been found before; {@code now} is ms since the
   * epoch.
   */
  Judge(
      List<LineView> lines,
      List<GatewayView> gateways,
      List<BrokerView> brokers,
      Set<String> open,
      long now) {
    this.lines = lines;
    this.gateways = gateways;
    this.brokers = brokers;
    this.open = open;
    this.now = now;
  }

  List<Finding> judge(List<Rule> rules) {
    for (Rule rule : rules) {
      switch (rule.when()) {
        case STOP -> lines.stream().filter(l -> rule.covers(l.key())).forEach(l -> stop(rule, l));
        case GAP -> lines.stream().filter(l -> rule.covers(l.key())).forEach(l -> gap(rule, l));
        case ALARM -> lines.stream().filter(l -> rule.covers(l.key())).forEach(l -> alarm(rule, l));
        case OFFLINE -> offline(rule);
      }
    }
    return findings;
  }

  private static boolean known(LineView line) {
    return line.linked()
        && (line.freshness() == Freshness.LIVE || line.freshness() == Freshness.LAGGING);
  }

  private static String key(Rule rule, String subject) {
    return rule.name() + "|" + subject;
  }

  private void stop(Rule rule, LineView line) {
    if (!known(line) || line.state().equals("UNKNOWN")) {
      return;
    }
    String key = key(rule, line.key());
    if (!rule.states().contains(line.state())) {
      findings.add(Finding.well(key, rule));
      return;
    }
    Trouble trouble =
        about("stop", line, line.state(), line.cause(), null, (double) rule.longer().toMillis());
    findings.add(new Finding(key, rule, trouble, line.stateForMs(), null));
  }

  private void gap(Rule rule, LineView line) {
    Double gap = line.gap();
    Double target = line.targetNow();
    if (!known(line) || gap == null || target == null) {
      return;
    }
    String key = key(rule, line.key());
    double limit = rule.percent() ? target * rule.more() / 100 : rule.more();
    if (-gap <= limit || target <= 0) {
      findings.add(Finding.well(key, rule));
      return;
    }
    Trouble trouble = about("gap", line, line.state(), null, -gap, limit);
    findings.add(new Finding(key, rule, trouble, null, null));
  }

  private static Trouble about(
      String what,
      LineView line,
      @Nullable String state,
      @Nullable String cause,
      @Nullable Double value,
      @Nullable Double limit) {
    return new Trouble(
        what,
        "line",
        line.key(),
        line.key(),
        line.name(),
        line.timezone(),
        state,
        cause,
        null,
        Map.of(),
        null,
        value,
        limit,
        null);
  }

  private void alarm(Rule rule, LineView line) {
    if (!known(line)) {
      return;
    }
    Set<String> held = new HashSet<>();
    for (Alarm alarm : line.alarms()) {
      String key = key(rule, line.key() + "|" + alarm.key());
      boolean shelved = alarm.shelvedUntil() != null;
      if (!alarm.active() || rank(alarm.severity()) < rank(rule.severity())) {
        continue;
      }
      held.add(key);
      if (!shelved || open.contains(key)) {
        findings.add(alarmed(key, rule, line, alarm, shelved));
      }
    }
    String mine = key(rule, line.key() + "|");
    open.stream()
        .filter(k -> k.startsWith(mine) && !held.contains(k))
        .forEach(k -> findings.add(Finding.well(k, rule)));
  }

  private Finding alarmed(String key, Rule rule, LineView line, Alarm alarm, boolean shelved) {
    Map<String, String> names = new LinkedHashMap<>(alarm.name());
    names.put("", alarm.id());
    String point = alarm.device() == null ? alarm.point() : alarm.device() + "/" + alarm.point();
    Trouble trouble =
        new Trouble(
            "alarm",
            "line",
            line.key(),
            line.key(),
            line.name(),
            line.timezone(),
            line.state(),
            null,
            alarm.severity(),
            names,
            point,
            alarm.value(),
            alarm.limit(),
            alarm.unit());
    long there = now - (line.clockOffsetMs() == null ? 0 : line.clockOffsetMs());
    Long lasted = alarm.since() == null ? null : Long.valueOf(Math.max(0, there - alarm.since()));
    boolean acked = alarm.acknowledged() || shelved;
    String by = alarm.ackBy() == null ? "the gateway" : alarm.ackBy();
    return new Finding(key, rule, trouble, lasted, acked ? by : null);
  }

  static int rank(@Nullable String severity) {
    return "critical".equals(severity) ? 2 : "warning".equals(severity) ? 1 : 0;
  }

  /** A broker, else a gateway, else a line: the thing nearest to us that is away. */
  private void offline(Rule rule) {
    for (BrokerView broker : brokers) {
      boolean mine =
          lines.isEmpty()
              || lines.stream()
                  .anyMatch(l -> l.broker().equals(broker.name()) && rule.covers(l.key()));
      if (mine) {
        away(rule, "broker", broker.name(), null, null, broker.connected() ? null : 0L, Map.of());
      }
    }
    Map<String, List<LineView>> byGateway =
        lines.stream()
            .collect(Collectors.groupingBy(l -> path(l.enterprise(), l.site(), l.gateway())));
    for (GatewayView gateway : gateways) {
      List<LineView> own = byGateway.getOrDefault(gateway.key(), List.of());
      boolean mine =
          own.isEmpty()
              ? rule.covers(gateway.key())
              : own.stream().anyMatch(l -> rule.covers(l.key()));
      if (mine && gateway.linked()) {
        String line = own.size() == 1 ? own.getFirst().key() : null;
        Long gone = gateway.online() ? null : gateway.ageMs() == null ? -1L : gateway.ageMs();
        away(rule, "gateway", gateway.key(), line, zone(own), gone, Map.of());
      }
    }
    for (LineView line : lines) {
      if (rule.covers(line.key())
          && line.freshness() != Freshness.OFFLINE
          && brokers.stream().anyMatch(b -> b.name().equals(line.broker()) && settled(b))) {
        Long age = line.ageMs();
        boolean stale = line.freshness() == Freshness.STALE;
        Long gone = !stale ? null : age == null ? Long.valueOf(-1) : age;
        away(rule, "line", line.key(), line.key(), line.timezone(), gone, line.name());
      }
    }
  }

  /** What a broker has just been found again for has not had the time to speak. */
  private boolean settled(BrokerView broker) {
    return broker.connected() && now - broker.since() > Freshness.STALE_AFTER_MS;
  }

  private static String path(String enterprise, String site, @Nullable String gateway) {
    return enterprise + "/" + site + "/" + gateway;
  }

  private static @Nullable String zone(List<LineView> own) {
    return own.stream().map(LineView::timezone).filter(z -> z != null).findFirst().orElse(null);
  }

  /** {@code gone} is null when it is there, -1 when nobody knows for how long it is not. */
  private void away(
      Rule rule,
      String subject,
      String path,
      @Nullable String line,
      @Nullable String zone,
      @Nullable Long gone,
      Map<String, String> names) {
    String key = key(rule, subject + ":" + path);
    if (gone == null) {
      findings.add(Finding.well(key, rule));
      return;
    }
    Trouble trouble =
        new Trouble(
            "offline",
            subject,
            path,
            line,
            names,
            zone,
            null,
            null,
            null,
            Map.of(),
            null,
            null,
            (double) rule.longer().toMillis(),
            null);
    findings.add(new Finding(key, rule, trouble, gone > 0 ? gone : null, null));
  }
}
