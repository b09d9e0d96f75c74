package io.gemba.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Forty lines of three plants in every state and every kind of freshness, with long names, names in
 * one language only and none at all, alarms and stop reasons: what a board must bear to look at.
 */
public final class FortyLines implements AutoCloseable {
  private static final int LINES = 40;
  private static final int STALE = 7; // of each ten
  private static final int OFFLINE_FROM = 36;
  private static final int CATCHING_UP = 17;
  private static final List<String> STATES =
      List.of("RUNNING", "FAULT", "RUNNING", "STOPPED", "IDLE", "SETUP", "PLANNED", "RUNNING");
  private static final List<String> CAUSES =
      List.of("", "red lamp", "", "no parts", "blocked or starved", "manual mode", "break", "");
  private static final String REASONS =
      "[{'id':'no-material','name':{'en':'No material','zh-Hant':'缺料','zh-Hans':'缺料'}},"
          + "{'id':'tool-change','name':{'en':'Tool change','zh-Hant':'換模','zh-Hans':'换模'}},"
          + "{'id':'breakdown','name':{'en':'Breakdown','zh-Hant':'設備故障','zh-Hans':'设备故障'}}]";

  private final MqttClient client;
  private final long begin = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(5);
  private final long started = System.currentTimeMillis();
  private long seq;
  private long beats;

  FortyLines(String url) throws MqttException {
    client = new MqttClient(url.replace("mqtt://", "tcp://"), "forty", new MemoryPersistence());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    client.connect(options);
  }

  private void say(String topic, boolean retained, String json, Object... values)
      throws MqttException {
    String text = json.formatted(values).replace('\'', '"');
    client.publish("gemba1/acme/" + topic, text.getBytes(StandardCharsets.UTF_8), 1, retained);
  }

  private static int plant(int i) {
    return i >= OFFLINE_FROM ? 2 : i % 5 == 4 ? 1 : 0;
  }

  private String journal(int plant) {
    return "j" + plant + "-" + begin;
  }

  private static String site(int i) {
    return List.of("dongguan", "binh-duong", "tsuen-wan").get(plant(i));
  }

  private static String line(int i) {
    return site(i) + "/" + List.of("molding", "assembly", "packing").get(i % 3) + "/l" + i;
  }

  private static String name(int i) {
    if (i % 9 == 1) {
      return "{'en':'Blow moulding and automatic leak testing of 20-litre canisters, hall %d north','zh-Hant':'二十公升塑膠桶吹塑成型及自動氣密檢測生產線（%d 號廠房北側）','zh-Hans':'二十升塑料桶吹塑成型及自动气密检测生产线（%d号厂房北侧）'}"
          .formatted(i, i, i);
    }
    return switch (i % 9) {
      case 3 -> "{'zh-Hant':'包裝 %d 線'}".formatted(i);
      case 5 -> "{}";
      case 7 -> "{'en':'Donaudampfschifffahrtsgesellschaftsmontagelinie-%d'}".formatted(i);
      default -> "{'en':'Moulding %d','zh-Hant':'注塑 %d 線','zh-Hans':'注塑 %d 线'}".formatted(i, i, i);
    };
  }

  private static boolean silent(int i) {
    return i % 10 == STALE || i >= OFFLINE_FROM;
  }

  /** Everything that brokers keep. */
  void begin() throws MqttException {
    for (int plant = 0; plant < 3; plant++) {
      status(plant);
    }
    for (int i = 0; i < LINES; i++) {
      say(line(i) + "/_/meta/line", true, "{'v':1,'t':%d,'reasons':%s}", started, REASONS);
      say(
          line(i) + "/press/meta/press" + i,
          true,
          "{'v':1,'gw':'gw-0%d','points':{'oil-temp':{'type':'real','unit':'CEL','name':{'en':'Oil temperature','zh-Hant':'油溫','zh-Hans':'油温'}}}}",
          plant(i) + 1);
      // A line that has gone silent said its last word a while ago.
      speak(i, silent(i) ? started - TimeUnit.MINUTES.toMillis(2 + 3L * i) : started);
    }
    for (int i = 1; i < LINES; i += 6) {
      alarms(i);
    }
    beat();
  }

  private void status(int plant) throws MqttException {
    String site = site(List.of(0, 4, OFFLINE_FROM).get(plant));
    String state = plant == 2 ? "offline" : "online";
    say(
        site + "/_gw/gw-0" + (plant + 1) + "/status/agent",
        true,
        "{'v':1,'state':'%s','t':%d,'version':'0.1.0','journal':'%s','clock':'%s','backlog':%d,'gaps':%d}",
        state,
        plant == 2 ? started - 7_200_000 : System.currentTimeMillis(),
        journal(plant),
        plant == 1 ? "unsynced" : "synced",
        plant * 48_213,
        plant);
  }

  /** The line's state and figures as of a time. */
  private void speak(int i, long t) throws MqttException {
    String cause = CAUSES.get(i % 8);
    say(
        line(i) + "/_/state/line",
        true,
        "{'v':1,'gw':'gw-0%d','journal':'%s','t':%d,'state':'%s','slow':%s,'since':%d,'cause':%s,'name':%s,'timezone':'%s'}",
        plant(i) + 1,
        journal(plant(i)),
        t,
        i == 30 ? "UNKNOWN" : STATES.get(i % 8),
        i % 16 == 8,
        started - 100_000L * (i + 1),
        i == 11 || cause.isEmpty() ? "null" : "'" + cause + "'",
        name(i),
        plant(i) == 1 ? "Asia/Ho_Chi_Minh" : "Asia/Shanghai");
    say(line(i) + "/_/kpi/shift", true, figures(i), plant(i) + 1, t, begin, begin + 43_200_000);
  }

  private static String figures(int i) {
    String head = "{'v':1,'gw':'gw-0%d','t':%d,'shift':{'from':%d,'to':%d},";
    return head
        + switch (i % 4) {
          case 0 ->
              "'good':1204,'reject':31,'produced':1235,'target':2400,'targetNow':1390,'oee':0.61,'availability':0.74,'performance':0.86,'quality':0.96,'coverage':0.99,'idealCycleMs':16000,'cycleMs':18400,'inputs':{'aptMs':12400000,'pbtMs':16800000,'knownMs':16700000}}";
          case 1 ->
              "'good':1234567,'reject':45678,'produced':1280245,'target':2400000,'targetNow':1190000,'oee':0.93,'availability':0.97,'performance':1.12,'quality':0.96,'coverage':1,'idealCycleMs':14,'cycleMs':13,'inputs':{'aptMs':16400000,'pbtMs':16900000,'knownMs':16900000}}";
          case 2 ->
              "'good':88,'produced':88,'target':300,'targetNow':140,'availability':0.7,'performance':0.8,'coverage':0.97,'idealCycleMs':60000,'cycleMs':75500,'inputs':{'aptMs':9000000,'pbtMs':12900000,'knownMs':12600000}}";
          default -> "'good':12,'coverage':0.41,'inputs':{'pbtMs':12900000,'knownMs':5300000}}";
        };
  }

  private void alarms(int i) throws MqttException {
    String hot =
        "{'alarm':'oil-hot','name':{'en':'Hydraulic oil of the clamping unit too hot','zh-Hant':'合模單元液壓油溫度過高','zh-Hans':'合模单元液压油温度过高'},'severity':'%s','kind':'high','device':'press%d','point':'oil-temp','state':'raised','since':%d,'value':91.4,'limit':90,'unit':'CEL','acknowledged':%s}";
    String silence =
        "{'alarm':'silent','name':{'en':'Counter silent'},'severity':'info','kind':'silence','device':'press%d','point':'parts','state':'cleared','since':%d,'value':null,'limit':60,'unit':'SEC','acknowledged':false}";
    say(
        line(i) + "/_/state/alarms",
        true,
        "{'v':1,'t':%d,'active':[" + hot + "," + silence + "]}",
        started,
        i % 4 == 1 ? "critical" : "warning",
        i,
        started - 420_000,
        i == 13,
        i,
        started - 3_000_000);
  }

  private void journal(String point, long t, String value) throws MqttException {
    say(
        line(1) + "/_/tag/line-assembly-l1",
        false,
        "{'v':1,'journal':'%s','seq':%d,'samples':[{'n':'%s','t':%d,'v':%s}]}",
        journal(0),
        seq++,
        point,
        t,
        value);
  }

  /** The shift of the second line: stops with and without a reason, counts, a shift before it. */
  private void day() throws MqttException {
    seq = 1; // the same numbers each time: who has them drops them
    journal("state", begin, "'RUNNING'");
    int[][] stops = {{25, 14}, {61, 3}, {83, 31}, {130, 6}, {150, 1}, {170, 22}, {215, 45}};
    for (int i = 0; i < stops.length; i++) {
      long at = begin + stops[i][0] * 60_000L;
      long ms = stops[i][1] * 60_000L;
      String state = List.of("FAULT", "STOPPED", "IDLE", "SETUP").get(i % 4);
      String cause =
          List.of("red lamp", "no parts", "blocked or starved", "manual mode").get(i % 4);
      journal("state", at, "'" + state + "'");
      journal("cause", at, "'" + cause + "'");
      journal("state", at + ms, "'RUNNING'");
      journal("cause", at + ms, "''");
      journal(
          "stop",
          at,
          "{'from':%d,'ms':%d,'state':'%s','cause':'%s'}".formatted(at, ms, state, cause));
    }
    journal(
        "reason",
        begin + 1_500_000,
        "{'from':%d,'reason':'tool-change'}".formatted(begin + 1_500_000));
    for (int i = 1; i < 60; i++) {
      journal(
          "counts",
          begin + i * 300_000L,
          "{'shift':%d,'good':%d,'reject':2,'target':%d}".formatted(begin, i * 17, i * 19));
    }
    journal(
        "shift",
        begin - 1000,
        "{'from':%d,'to':%d,'good':2010,'reject':40,'target':2400,'oee':0.7,'availability':0.8,'performance':0.9,'quality':0.98,'coverage':1,'stops':7,'minorStops':2,'stopMs':7200000,'unexplainedMs':1800000,'faults':2,'faultMs':2700000,'aptMs':30000000,'energyKwh':412}"
            .formatted(begin - 43_200_000, begin - 3_600_000));
  }

  /** What is said again every few seconds. */
  void beat() throws MqttException {
    long now = System.currentTimeMillis();
    if (beats++ % 4 == 1) {
      day(); // again and again: what brokers do not keep, a console that comes later must hear
    }
    for (int i = 0; i < LINES; i++) {
      boolean once = i == 22 && beats > 1; // heard of once: delayed after ten seconds
      if (silent(i) || once) {
        continue;
      }
      speak(i, now);
      say(
          line(i) + "/press/tag/press" + i,
          false,
          "{'v':1,'journal':'%s','seq':%d,'samples':[{'n':'oil-temp','t':%d,'v':%.2f}]}",
          journal(plant(i)),
          beats,
          now,
          70 + 8 * Math.sin(now / 60_000.0 + i));
    }
    say(
        line(CATCHING_UP) + "/press/hist/press" + CATCHING_UP,
        false,
        "{'v':1,'journal':'%s','seq':%d,'samples':[{'n':'oil-temp','t':%d,'v':66}]}",
        journal(0),
        beats,
        now - 3_600_000 + beats * 2000);
    status(0);
    status(1);
  }

  @Override
  public void close() throws MqttException {
    client.disconnectForcibly(0, 500);
    client.close(true);
  }

  /** Speaks until it is ended, to a broker named by its URL: for looking at the board by hand. */
  public static void main(String[] args) throws Exception {
    try (FortyLines plant = new FortyLines(args[0])) {
      plant.begin();
      CountDownLatch never = new CountDownLatch(1);
      while (!never.await(2, TimeUnit.SECONDS)) {
        plant.beat();
      }
    }
  }
}
