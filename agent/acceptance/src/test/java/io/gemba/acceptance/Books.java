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

/**
 * What came, counted as a consumer would count it: by the numbers. Of each device only the newest
 * samples are kept as they came, so that it can count for days; older ones are known by the holes
 * between them. Thread-safe.
 */
final class Books {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KEPT = 400_000;

  private final Map<String, Stream> streams = new HashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<String> conflicts = new ArrayList<>();
  private final Map<String, String> retained = new HashMap<>();
  private long repeats;

  /** One sample as it arrived. */
  record Received(
      String point, String value, String quality, long time, boolean history, long at) {}

  /** A gap event as it arrived. */
  record Gap(String device, String journal, long from, long to, String cause) {}

  private record Hole(long from, long to) {}

  /** The numbers of one device in one journal. */
  private static final class Stream {
    private final NavigableMap<Long, Received> kept = new TreeMap<>();
    private final List<Hole> old = new ArrayList<>();
    private long settled;
    private long before;

    Received put(long seq, Received received) {
      if (seq < settled) {
        fill(seq);
        return null;
      }
      Received known = kept.putIfAbsent(seq, received);
      if (kept.size() > KEPT) {
        settle();
      }
      return known;
    }

    private void fill(long seq) {
      for (int i = 0; i < old.size(); i++) {
        Hole hole = old.get(i);
        if (hole.from <= seq && seq <= hole.to) {
          old.remove(i);
          if (hole.from < seq) {
            old.add(new Hole(hole.from, seq - 1));
          }
          if (seq < hole.to) {
            old.add(new Hole(seq + 1, hole.to));
          }
          return;
        }
      }
    }

    private void settle() {
      while (kept.size() > KEPT / 2) {
        long seq = kept.pollFirstEntry().getKey();
        if (settled > 0 && seq > settled) {
          old.add(new Hole(settled, seq - 1));
        }
        settled = seq + 1;
        before++;
      }
    }

    List<Hole> holes() {
      List<Hole> holes = new ArrayList<>(old);
      long expected = settled > 0 || kept.isEmpty() ? settled : kept.firstKey();
      for (long seq : kept.keySet()) {
        if (seq > expected) {
          holes.add(new Hole(expected, seq - 1));
        }
        expected = seq + 1;
      }
      return holes;
    }
  }

  /** Takes a message as it came. */
  synchronized void take(String topic, byte[] payload, boolean isRetained) throws IOException {
    if (isRetained
        || topic.contains("/state/")
        || topic.contains("/status/")
        || topic.contains("/meta/")) {
      retained.put(topic, new String(payload, StandardCharsets.UTF_8));
      return;
    }
    String[] levels = topic.split("/", -1);
    JsonNode json = JSON.readTree(payload);
    switch (levels[levels.length - 2]) {
      case "tag" -> samples(levels[levels.length - 1], json, false);
      case "hist" -> samples(levels[levels.length - 1], json, true);
      case "event" -> event(json);
      default -> {}
    }
  }

  private void samples(String device, JsonNode json, boolean history) {
    String key = device + "@" + json.get("journal").asText();
    Stream known = streams.computeIfAbsent(key, k -> new Stream());
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
      Received before = known.put(seq, received);
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

  /** How many different samples came. */
  synchronized long received() {
    return streams.values().stream().mapToLong(s -> s.before + s.kept.size()).sum();
  }

  /**
   * The newest samples of one device in the order of their numbers, one journal after the other.
   */
  synchronized List<Received> samplesOf(String device) {
    List<Received> all = new ArrayList<>();
    streams.forEach(
        (key, stream) -> {
          if (key.startsWith(device + "@")) {
            all.addAll(stream.kept.values());
          }
        });
    return all;
  }

  /** Numbers that are missing and that no gap event names; empty is what everybody wants. */
  synchronized List<String> unexplainedHoles() {
    List<String> unexplained = new ArrayList<>();
    streams.forEach(
        (key, stream) -> {
          for (Hole hole : stream.holes()) {
            for (long missing = hole.from; missing <= hole.to; missing++) {
              if (!named(key, missing)) {
                unexplained.add(key + " #" + missing);
              }
            }
          }
        });
    return unexplained;
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
}
