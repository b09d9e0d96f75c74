package io.gemba.cloud.console.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A browser that watches all lines, and how old what it is shown was when it came. */
final class Page implements AutoCloseable {
  private static final long FRESH_MS = 2_000;

  private final ObjectMapper json = new ObjectMapper();
  private final String url;
  private final Thread thread;
  private final List<Long> ages = new ArrayList<>();
  private volatile boolean closed;
  private int lines;
  private int windows;
  private int fresh;
  private long worst;

  Page(String url) {
    this.url = url;
    thread = Thread.ofPlatform().daemon().start(this::run);
  }

  private void run() {
    while (!closed) {
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(
                  URI.create(url + "/api/v1/events").toURL().openStream(),
                  StandardCharsets.UTF_8))) {
        read(in);
      } catch (IOException e) {
        // not up yet, or dropped: a browser comes again, too
      }
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void read(BufferedReader in) throws IOException {
    String event = "";
    for (String text = in.readLine(); text != null; text = in.readLine()) {
      if (text.startsWith("event: ")) {
        event = text.substring(7);
      } else if (text.startsWith("data: ") && event.equals("samples")) {
        samples(json.readTree(text.substring(6)));
      }
    }
  }

  private synchronized void samples(JsonNode all) {
    long now = System.currentTimeMillis();
    lines = all.size();
    for (JsonNode line : all) {
      JsonNode rows = line.path("samples");
      ages.add(now - rows.get(rows.size() - 1).get(0).asLong());
    }
  }

  /** Source to browser, ms, over all lines since the last call. */
  synchronized String figures() {
    if (ages.isEmpty()) {
      return "page: nothing";
    }
    Collections.sort(ages);
    windows++;
    fresh += ages.getLast() <= FRESH_MS ? 1 : 0;
    worst = Math.max(worst, ages.getLast());
    String text =
        "page of %d lines: %d / %d / %d ms (median, 99 %%, worst)"
            .formatted(
                lines, ages.get(ages.size() / 2), ages.get(ages.size() * 99 / 100), ages.getLast());
    ages.clear();
    return text;
  }

  /** How often everything was fresh, over the whole run. */
  synchronized String summary() {
    return "page within %d ms in %d of %d windows, worst %d ms"
        .formatted(FRESH_MS, fresh, windows, worst);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
