package io.gemba.cloud.console.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Memory and processor time of processes, from {@code /proc}. */
final class Watch {
  private static final double TICKS_PER_SECOND = 100;

  private final Map<String, Process> single = new LinkedHashMap<>();
  private final Map<String, Process> trees = new LinkedHashMap<>();
  private final Map<String, Long> begins = new LinkedHashMap<>();
  private final Map<String, List<Long>> memory = new LinkedHashMap<>();
  private final Map<String, Long> lastTicks = new LinkedHashMap<>();
  private final long began = System.nanoTime();
  private long lastNs = began;

  void add(String name, Process process) {
    single.put(name, process);
  }

  void addTree(String name, Process process) {
    trees.put(name, process);
  }

  /** Each process's resident MiB and cores since the last call. */
  String figures() throws IOException {
    long now = System.nanoTime();
    double seconds = (now - lastNs) / 1e9;
    lastNs = now;
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Process> e : all().entrySet()) {
      String name = e.getKey();
      long ticks = ticks(name, e.getValue());
      long before = lastTicks.getOrDefault(name, ticks);
      begins.putIfAbsent(name, ticks);
      lastTicks.put(name, ticks);
      long mib = resident(e.getValue().pid()) / 1024;
      memory.computeIfAbsent(name, n -> new ArrayList<>()).add(mib);
      text.append(
          "%s %d MiB %.2f cores, "
              .formatted(name, mib, (ticks - before) / TICKS_PER_SECOND / seconds));
    }
    return text + "load " + Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
  }

  private Map<String, Process> all() {
    Map<String, Process> all = new LinkedHashMap<>(single);
    all.putAll(trees);
    return all;
  }

  /** Seconds of processor time and the course of memory over the whole run. */
  String summary() {
    StringBuilder text = new StringBuilder();
    lastTicks.forEach(
        (name, ticks) ->
            text.append(
                "%s: %.1f s of processor, MiB %s%n"
                    .formatted(
                        name, (ticks - begins.get(name)) / TICKS_PER_SECOND, memory.get(name))));
    return text.toString().strip();
  }

  private long ticks(String name, Process process) throws IOException {
    long ticks = ticks(process.pid());
    if (trees.containsKey(name)) {
      try (Stream<ProcessHandle> children = process.descendants()) {
        for (ProcessHandle child : children.toList()) {
          ticks += ticks(child.pid());
        }
      }
    }
    return Math.max(ticks, lastTicks.getOrDefault(name, 0L));
  }

  private static long ticks(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    if (!Files.exists(stat)) {
      return 0;
    }
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static long resident(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(l -> l.startsWith("VmRSS"))
          .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }
}
