package io.gemba.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * A consumer as a user would write one: it counts, so it knows whether everything came.
 * Thread-safe.
 */
final class Consumer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final String url;
  private MqttAsyncClient client;

  private final Map<String, NavigableMap<Long, Received>> bySeq = new HashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<String> conflicts = new ArrayList<>();
  private final Map<String, String> retained = new HashMap<>();
  private long repeats;

  /** One sample as it arrived. */
  record Received(
      String point, String value, String quality, long time, boolean history, long at) {}

  /** A gap event as it arrived. */
  record Gap(String device, String journal, long from, long to, String cause) {}

  Consumer(String url) throws MqttException {
    this.url = url.replace("mqtt://", "tcp://");
    connect();
  }

  /** Subscribes to everything; call again after the broker was restarted. */
  void connect() throws MqttException {
    client = new MqttAsyncClient(url, "consumer-" + UUID.randomUUID(), new MemoryPersistence());
    client.setCallback(new QuietCallback(this::take));
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setReceiveMaximum(65_535);
    client.connect(options).waitForCompletion(10_000);
    client.subscribe("gemba1/#", 1).waitForCompletion(10_000);
  }

  private synchronized void take(String topic, MqttMessage message) throws IOException {
    String[] levels = topic.split("/", -1);
    if (message.isRetained()
        || topic.contains("/state/")
        || topic.contains("/status/")
        || topic.contains("/meta/")) {
      retained.put(topic, new String(message.getPayload(), StandardCharsets.UTF_8));
      return;
    }
    JsonNode json = JSON.readTree(message.getPayload());
    switch (levels[levels.length - 2]) {
      case "tag" -> samples(levels[levels.length - 1], json, false);
      case "hist" -> samples(levels[levels.length - 1], json, true);
      case "event" -> event(json);
      default -> {}
    }
  }

  private void samples(String device, JsonNode json, boolean history) {
    String key = device + "@" + json.get("journal").asText();
    NavigableMap<Long, Received> known = bySeq.computeIfAbsent(key, k -> new TreeMap<>());
    long seq = json.get("seq").asLong();
    long now = System.currentTimeMillis();
    for (JsonNode sample : json.get("samples")) {
      Received received =
          new Received(
              sample.get("n").asText(),
              String.valueOf(sample.get("v")),
              sample.path("q").asText("good"),
              sample.get("t").asLong(),
              history,
              now);
      Received before = known.putIfAbsent(seq, received);
      if (before != null) {
        repeats++;
        if (!before.point.equals(received.point)
            || !before.value.equals(received.value)
            || before.time != received.time) {
          conflicts.add(key + " #" + seq + ": " + before + " and " + received);
        }
      }
      seq++;
    }
  }

  private void event(JsonNode json) {
    gaps.add(
        new Gap(
            json.path("device").asText(),
            json.path("journal").asText(),
            json.path("from").asLong(),
            json.path("to").asLong(),
            json.path("cause").asText()));
  }

  synchronized long received() {
    return bySeq.values().stream().mapToLong(Map::size).sum();
  }

  /** Samples of one device in the order of their numbers, all journals one after the other. */
  synchronized List<Received> samplesOf(String device) {
    List<Received> all = new ArrayList<>();
    bySeq.forEach(
        (key, samples) -> {
          if (key.startsWith(device + "@")) {
            all.addAll(samples.values());
          }
        });
    return all;
  }

  /** Numbers that are missing and that no gap event names; empty is what everybody wants. */
  synchronized List<String> unexplainedHoles() {
    List<String> holes = new ArrayList<>();
    bySeq.forEach(
        (key, samples) -> {
          long expected = samples.firstKey();
          for (long seq : samples.keySet()) {
            for (long missing = expected; missing < seq; missing++) {
              if (!named(key, missing)) {
                holes.add(key + " #" + missing);
              }
            }
            expected = seq + 1;
          }
        });
    return holes;
  }

  private boolean named(String key, long seq) {
    return gaps.stream()
        .anyMatch(g -> key.equals(g.device + "@" + g.journal) && g.from <= seq && seq <= g.to);
  }

  /** Different samples under one number; there must never be any. */
  synchronized List<String> conflicts() {
    return List.copyOf(conflicts);
  }

  synchronized List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  synchronized long repeats() {
    return repeats;
  }

  synchronized Map<String, String> retained() {
    return Map.copyOf(retained);
  }

  @Override
  public void close() throws MqttException {
    try {
      client.disconnectForcibly(100, 500, false);
    } finally {
      client.close(true);
    }
  }
}
