package io.gemba.cloud.console.notify;

import io.gemba.cloud.console.SteppedClock;
import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.board.Completeness;
import io.gemba.cloud.console.wire.Decoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A board, rules and a queue on a clock that moves when it is told to. */
final class Scene implements AutoCloseable {
  final SteppedClock time = new SteppedClock();
  final Path file;
  NotifyConfig config;
  Board board = new Board(time.clock());
  Ledger ledger;
  Watch watch;
  private final Decoder decoder = new Decoder();

  Scene(Path folder, Rule... rules) throws Exception {
    file = folder.resolve("notify.db");
    ChannelConfig hook = new ChannelConfig.Webhook("hook", "en", "http://127.0.0.1:1/", null, null);
    config =
        new NotifyConfig(
            "https://board.example.com",
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            List.of(hook),
            List.of(rules));
    ledger = new Ledger(file);
    watch = new Watch(config, ledger, time.clock());
    board.link("hq", "mqtt://h:1883", null);
    pass(120);
  }

  static Rule rule(Rule.When when, Duration longer, @Nullable Duration repeat, Quiet... quiet) {
    return new Rule(
        when.name().toLowerCase(java.util.Locale.ROOT),
        when,
        longer,
        50,
        false,
        Set.of("FAULT", "STOPPED"),
        "warning",
        List.of(Glob.ALL),
        List.of("hook"),
        repeat,
        List.of(quiet),
        true);
  }

  void hear(String topic, String json) throws Exception {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    board.hear("hq", decoder.decode("gemba1/" + topic, bytes), false);
  }

  void state(String line, String state, long since) throws Exception {
    hear(
        "acme/dongguan/molding/" + line + "/_/state/line",
        "{'v':1,'gw':'gw-01','t':%d,'state':'%s','since':%d,'cause':'red lamp','name':{'en':'Moulding %s','zh-Hant':'注塑 %s'},'timezone':'Asia/Shanghai'}"
            .formatted(time.now(), state, since, line, line));
  }

  void gateway(String id, boolean online) throws Exception {
    hear(
        "acme/dongguan/_gw/" + id + "/status/agent",
        online
            ? "{'v':1,'state':'online','t':%d}".formatted(time.now())
            : "{'v':1,'state':'offline'}");
  }

  void look() throws Exception {
    Judge judge =
        new Judge(
            board.lines(),
            board.gateways(j -> Completeness.NONE),
            board.brokers(),
            watch.keys(),
            time.now());
    watch.look(judge.judge(config.rules()));
  }

  /** Time goes by, with a look each second and nothing new heard. */
  void pass(int seconds) throws Exception {
    for (int i = 0; i < seconds; i++) {
      time.pass(1_000);
      look();
    }
  }

  /** Time goes by while a line says the same every five seconds. */
  void pass(int seconds, String line, String state) throws Exception {
    long since = time.now();
    for (int i = 0; i < seconds; i++) {
      if (i % 5 == 0) {
        state(line, state, since);
      }
      pass(1);
    }
  }

  /** Takes out every message that waits. */
  List<Notice> messages() throws Exception {
    List<Notice> all = new ArrayList<>();
    Optional<Ledger.Waiting> next = ledger.next("hook");
    while (next.isPresent()) {
      all.add(next.get().notice());
      ledger.sent("hook", next.get().number(), time.now());
      next = ledger.next("hook");
    }
    return all;
  }

  List<String> kinds() throws Exception {
    return messages().stream().map(Notice::kind).toList();
  }

  /** As after the end of the process: only what is on the disk is left. */
  void restart() throws Exception {
    ledger.close();
    ledger = new Ledger(file);
    watch = new Watch(config, ledger, time.clock());
    board = new Board(time.clock());
    board.link("hq", "mqtt://h:1883", null);
  }

  @Override
  public void close() {
    ledger.close();
  }
}
