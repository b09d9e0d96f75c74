package io.gemba.cloud.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * A gateway that is none: three lines with stops, alarms and reasons at a broker, and answers to
 * commands. For looking at the page by hand and for tests of commands; started with the broker's
 * URL as its argument.
 */
public final class FakePlant implements AutoCloseable {
  private static final String SITE = "gemba1/acme/dongguan/";
  private static final String REASONS =
      """
      [{'id':'no-material','name':{'en':'No material','zh-Hant':'缺料','zh-Hans':'缺料'}},
       {'id':'no-operator','name':{'en':'No operator','zh-Hant':'缺人','zh-Hans':'缺人'}},
       {'id':'tool-change','name':{'en':'Tool change','zh-Hant':'換模','zh-Hans':'换模'}},
       {'id':'setup','name':{'en':'Setup','zh-Hant':'調機','zh-Hans':'调机'}},
       {'id':'breakdown','name':{'en':'Breakdown','zh-Hant':'設備故障','zh-Hans':'设备故障'}},
       {'id':'quality','name':{'en':'Quality problem','zh-Hant':'品質問題','zh-Hans':'质量问题'}},
       {'id':'cleaning','name':{'en':'Cleaning','zh-Hant':'清潔','zh-Hans':'清洁'}},
       {'id':'maintenance','name':{'en':'Maintenance','zh-Hant':'保養','zh-Hans':'保养'}}]""";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MqttClient client;
  private final long begin = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(3);
  private final Map<String, String> alarms = new LinkedHashMap<>();
  private final List<String> commands = new ArrayList<>();
  private volatile String answer = "done";
  private long seq = 1;
  private long beaten;

  /** Connects; says nothing yet. */
  public FakePlant(String url) throws Exception {
    client =
        new MqttClient(url.replace("mqtt://", "tcp://"), "fake-plant", new MemoryPersistence());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    client.connect(options);
    String topic = SITE + "_gw/gw-01/cmd/+";
    client.subscribe(
        new MqttSubscription[] {new MqttSubscription(topic, 1)},
        new IMqttMessageListener[] {
          (name, message) -> Thread.ofVirtual().start(() -> take(name, message))
        });
  }

  /** How commands are answered from now on; nothing for not at all. */
  public void answering(String state) {
    answer = state;
  }

  /** What was asked so far: the command's name and its JSON. */
  public synchronized List<String> commands() {
    return List.copyOf(commands);
  }

  private void say(String topic, String json, boolean retained) throws Exception {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    client.publish(SITE + topic, bytes, 1, retained);
  }

  /** The lines, their alarms and what the first of them did today. */
  public void begin() throws Exception {
    long now = System.currentTimeMillis();
    say(
        "_gw/gw-01/status/agent",
        "{'v':1,'state':'online','journal':'j-%d','t':%d,'version':'0.1.0','clock':'synced','backlog':0,'gaps':0}"
            .formatted(begin, now),
        true);
    for (String line : List.of("l1", "l2", "l3")) {
      say(
          "molding/" + line + "/_/meta/line",
          "{'v':1,'t':%d,'timezone':'Asia/Shanghai','gateway':'gw-01','reasons':%s}"
              .formatted(now, REASONS),
          true);
      say(
          "molding/" + line + "/press/meta/press" + line.charAt(1),
          "{'v':1,'gw':'gw-01','adapter':'opcua','points':{'oil-temp':{'type':'real','unit':'CEL','name':{'en':'Oil temperature','zh-Hant':'油溫','zh-Hans':'油温'}},'pressure':{'type':'real','unit':'BAR','name':{'en':'Pressure','zh-Hant':'壓力','zh-Hans':'压力'}}}}",
          true);
    }
    alarms.put(
        "oil-hot",
        "'alarm':'oil-hot','name':{'en':'Oil too hot','zh-Hant':'油溫過高','zh-Hans':'油温过高'},'severity':'critical','kind':'high','device':'press2','point':'oil-temp','state':'raised','since':%d,'value':91.4,'limit':90,'unit':'CEL','acknowledged':false"
            .formatted(now - 420_000));
    alarms.put(
        "pressure-low",
        "'alarm':'pressure-low','name':{'en':'Pressure low','zh-Hant':'壓力偏低','zh-Hans':'压力偏低'},'severity':'warning','kind':'low','device':'press2','point':'pressure','state':'cleared','active':false,'since':%d,'value':4.1,'limit':5,'unit':'BAR','acknowledged':false"
            .formatted(now - 3_000_000));
    day();
    beat();
  }

  private void journal(String point, long t, String value) throws Exception {
    String stream = "{'v':1,'journal':'j-%d','seq':%d,'samples':[{'n':'%s','t':%d,'v':%s}]}";
    say("molding/l3/_/tag/line-molding-l3", stream.formatted(begin, seq++, point, t, value), false);
  }

  private void day() throws Exception {
    journal("state", begin, "'RUNNING'");
    long[][] stops = {{25, 14}, {61, 3}, {83, 31}, {130, 6}, {150, 1}};
    String[] causes = {"red lamp", "no parts", "red lamp", "no parts", "no parts"};
    for (int i = 0; i < stops.length; i++) {
      long at = begin + stops[i][0] * 60_000;
      long ms = stops[i][1] * 60_000;
      String state = causes[i].equals("red lamp") ? "FAULT" : "STOPPED";
      journal("state", at, "'" + state + "'");
      journal("cause", at, "'" + causes[i] + "'");
      journal("state", at + ms, "'RUNNING'");
      journal("cause", at + ms, "''");
      journal(
          "stop",
          at,
          "{'from':%d,'ms':%d,'state':'%s','cause':'%s'}".formatted(at, ms, state, causes[i]));
    }
    journal(
        "reason",
        begin + 25 * 60_000,
        "{'from':%d,'reason':'tool-change','by':'wong'}".formatted(begin + 25 * 60_000));
    for (int i = 1; i < 37; i++) {
      long t = begin + i * 300_000L;
      journal(
          "counts",
          t,
          "{'shift':%d,'good':%d,'reject':2,'target':%d}".formatted(begin, i * 17, i * 19));
    }
  }

  /** What is said again every few seconds. */
  public void beat() throws Exception {
    long now = System.currentTimeMillis();
    long beats = beaten++;
    String[] states = {"RUNNING", "FAULT", "RUNNING"};
    for (int i = 0; i < 3; i++) {
      String line = "molding/l" + (i + 1) + "/";
      String state = states[i];
      say(
          line + "_/state/line",
          "{'v':1,'gw':'gw-01','journal':'j-%d','t':%d,'state':'%s','slow':false,'since':%d,'cause':%s,'name':{'en':'Moulding %d','zh-Hant':'注塑%d線','zh-Hans':'注塑%d线'},'timezone':'Asia/Shanghai'}"
              .formatted(
                  begin,
                  now,
                  state,
                  now - 540_000,
                  state.equals("FAULT") ? "'red lamp'" : "null",
                  i + 1,
                  i + 1,
                  i + 1),
          true);
      say(
          line + "_/kpi/shift",
          "{'v':1,'gw':'gw-01','t':%d,'shift':{'from':%d,'to':%d},'good':612,'reject':9,'produced':621,'target':2400,'targetNow':690,'oee':0.71,'availability':0.82,'performance':0.9,'quality':0.98,'coverage':0.99,'idealCycleMs':16000,'cycleMs':17200,'inputs':{'aptMs':8900000,'pbtMs':10800000,'knownMs':10750000}}"
              .formatted(now, begin, begin + 43_200_000),
          true);
      say(
          line + "press/tag/press" + (i + 1),
          "{'v':1,'journal':'j-%d','seq':%d,'samples':[{'n':'oil-temp','t':%d,'v':%.2f},{'n':'pressure','t':%d,'v':%.2f}]}"
              .formatted(
                  begin,
                  beats * 2 + 1,
                  now,
                  88 + 4 * Math.sin(now / 60_000.0 + i),
                  now,
                  5 + Math.cos(now / 40_000.0)),
          false);
    }
    list();
  }

  private synchronized void list() throws Exception {
    List<String> active = alarms.values().stream().map(a -> "{" + a + "}").toList();
    say(
        "molding/l2/_/state/alarms",
        "{'v':1,'gw':'gw-01','t':%d,'active':[%s]}"
            .formatted(System.currentTimeMillis(), String.join(",", active)),
        true);
  }

  private void take(String topic, MqttMessage message) {
    try {
      String name = topic.substring(topic.lastIndexOf('/') + 1);
      JsonNode command = JSON.readTree(message.getPayload());
      synchronized (this) {
        commands.add(name + " " + command);
      }
      if (answer.isEmpty()) {
        return;
      }
      if (answer.equals("done")) {
        carryOut(name, command);
      }
      MqttProperties properties = new MqttProperties();
      properties.setCorrelationData(message.getProperties().getCorrelationData());
      String json =
          "{\"v\":1,\"command\":\"%s\",\"state\":\"%s\",\"sc\":0,\"words\":\"%s\",\"t\":1}"
              .formatted(
                  name,
                  answer,
                  answer.equals("refused")
                      ? "molding/l2/_/alarms is not in commands.allow"
                      : "noted");
      MqttMessage reply =
          new MqttMessage(json.getBytes(StandardCharsets.UTF_8), 1, false, properties);
      client.publish(message.getProperties().getResponseTopic(), reply);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void carryOut(String name, JsonNode command) throws Exception {
    if (name.equals("reason")) {
      long at = command.path("at").asLong();
      journal(
          "reason",
          at,
          "{'from':%d,'reason':'%s','by':'%s'}"
              .formatted(at, command.path("reason").asText(""), command.path("by").asText()));
      return;
    }
    String id = command.path("alarm").asText();
    String known = alarms.get(id);
    if (known != null && command.path("do").asText().equals("acknowledge")) {
      if (known.contains("'cleared'")) {
        alarms.remove(id);
      } else {
        alarms.put(
            id,
            known.replace(
                "'acknowledged':false",
                "'acknowledged':true,'ackBy':'" + command.path("by").asText() + "'"));
      }
    } else if (known != null && command.path("do").asText().equals("shelve")) {
      alarms.put(id, known + ",'shelvedUntil':" + (System.currentTimeMillis() + 3_600_000));
    } else if (known != null) {
      alarms.put(id, known.replaceFirst(",'shelvedUntil':\\d+", ""));
    }
    list();
  }

  @Override
  public void close() throws org.eclipse.paho.mqttv5.common.MqttException {
    client.disconnectForcibly(0, 500);
    client.close(true);
  }

  /** Runs until it is killed, or for as many seconds as the second argument says. */
  public static void main(String[] args) throws Exception {
    try (FakePlant plant = new FakePlant(args[0])) {
      plant.begin();
      CountDownLatch never = new CountDownLatch(1);
      long beats = args.length > 1 ? Long.parseLong(args[1]) / 3 : Long.MAX_VALUE;
      for (long i = 0; i < beats && !never.await(3, TimeUnit.SECONDS); i++) {
        plant.beat();
      }
    }
  }
}
