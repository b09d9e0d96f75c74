package io.gemba.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the line board what a manager sees, again and again, and remembers it. For one thread. */
final class LineWatch {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final HttpRequest request;
  private int looks;
  private int live;
  private long firstGood = -1;
  private long lastGood = -1;
  private String lastState = "";

  LineWatch(String page) {
    request =
        HttpRequest.newBuilder(URI.create(page + "/api/v1/lines"))
            .timeout(Duration.ofSeconds(5))
            .build();
  }

  /** One look: whether there is a line and every line is live. */
  boolean look() throws InterruptedException {
    looks++;
    boolean seen = isLive();
    live += seen ? 1 : 0;
    return seen;
  }

  /** Forgets the looks so far, which were taken while everything started. */
  void begin() {
    looks = 0;
    live = 0;
  }

  /** Whether lines were live for the run: nine looks in ten at least. */
  boolean wasLive() {
    return looks > 0 && live * 10 >= looks * 9;
  }

  /** In words, for the last line of the demo. */
  String summary() {
    String parts = firstGood < 0 ? "no parts" : (lastGood - firstGood) + " parts counted";
    return "live in " + live + " of " + looks + " looks, " + parts + ", last state " + lastState;
  }

  private boolean isLive() throws InterruptedException {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 && allLive(json.readTree(answer.body()));
    } catch (IOException e) {
      return false; // not up yet, or gone: either way nobody sees a live line
    }
  }

  private boolean allLive(JsonNode lines) {
    boolean all = !lines.isEmpty();
    for (JsonNode line : lines) {
      all &= line.path("freshness").asText("").equalsIgnoreCase("live");
      lastState = line.path("state").asText("");
      if (line.path("good").isNumber()) {
        lastGood = line.path("good").asLong();
        firstGood = firstGood < 0 ? lastGood : firstGood;
      }
    }
    return all;
  }
}
