package io.gemba.hal.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which threads (virtual ones too) and which sockets and files this process holds; what belongs to
 * the JDK itself is left out. Files are known on Linux only and nowhere else.
 *
 * @param threads number and name of each
 * @param files descriptor and target of each
 */
public record Footprint(Set<String> threads, Set<String> files) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Pattern DUMPED = Pattern.compile("^#(\\d+) \"(.*)\" (virtual )?[A-Z_]+ .*");
  private static final Set<String> JDK_GROUPS =
      Set.of("system", "InnocuousThreadGroup", "CarrierThreads");
  private static final List<String> JDK_THREADS =
      List.of("ForkJoinPool.commonPool-", "CompletableFutureDelayScheduler", "SubPoller-");
  private static final Pattern JDK_FILES =
      Pattern.compile("/dev/(u?random|null)|/proc/.*|.*\\.jar|.*\\.so[.0-9]*( .*)?|.*/lib/modules");
  private static final boolean WARM = JdkSockets.warmUp();

  /** What the process holds at this moment. */
  public static Footprint now() {
    try {
      return new Footprint(WARM ? liveThreads() : Set.of(), openFiles());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at this process's threads and files", e);
    }
  }

  /** What is here that was not there before, apart from what the test tolerates; by full name. */
  public List<String> since(Footprint before, Predicate<String> tolerated) {
    return Stream.concat(
            threads.stream().filter(thread -> !before.threads.contains(thread)),
            files.stream().filter(file -> !before.files.contains(file)))
        .filter(tolerated.negate())
        .sorted()
        .toList();
  }

  private static Set<String> liveThreads() throws IOException {
    Map<Long, Thread> platform =
        Thread.getAllStackTraces().keySet().stream()
            .collect(Collectors.toMap(Thread::threadId, thread -> thread));
    Set<String> live = new HashSet<>();
    for (String line : dump()) {
      Matcher matcher = DUMPED.matcher(line);
      if (matcher.matches() && !ofJdk(matcher, platform)) {
        String kind = matcher.group(3) == null ? "thread" : "virtual thread";
        live.add(kind + " #" + matcher.group(1) + " " + matcher.group(2));
      }
    }
    return live;
  }

  private static boolean ofJdk(Matcher dumped, Map<Long, Thread> platform) {
    Thread thread = platform.get(Long.parseLong(dumped.group(1)));
    ThreadGroup group = thread == null ? null : thread.getThreadGroup();
    return (group != null && JDK_GROUPS.contains(group.getName()))
        || (dumped.group(3) == null && group == null) // born or gone between the two looks
        || JDK_THREADS.stream().anyMatch(dumped.group(2)::startsWith);
  }

  /** The JDK's own dump is the only list that virtual threads are in. */
  private static List<String> dump() throws IOException {
    Path folder = Files.createTempDirectory("footprint");
    Path file = folder.resolve("threads");
    try {
      ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class)
          .dumpThreads(
              file.toString(),
              com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
      return Files.readAllLines(file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static Set<String> openFiles() throws IOException {
    Set<String> open = new HashSet<>();
    if (!Files.isDirectory(DESCRIPTORS)) {
      return open;
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        addTarget(descriptor, open);
      }
    }
    return open;
  }

  private static void addTarget(Path descriptor, Set<String> open) throws IOException {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      if (!JDK_FILES.matcher(target).matches()) {
        open.add("file " + descriptor.getFileName() + " " + target);
      }
    } catch (NoSuchFileException closedMeanwhile) {
      // gone between the listing and the look: not open
    }
  }
}
