package io.gemba.install;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Lays out the distribution from the modules' jars and the class paths that Maven resolved for each
 * of them alone: what a module was tested with is what ships.
 */
public final class Assemble {
  /** What an adapter gets from the agent's class loader; a second copy would be another class. */
  private static final Predicate<Path> FROM_THE_HOST =
      jar -> jar.getFileName().toString().matches("(hal-spi|slf4j-api|jspecify)-.*\\.jar");

  private final Path root;
  private final Path home;
  private final String version;
  private final Jars jars;

  private Assemble(Path root, Path home, String version, Instant stamp) {
    this.root = root;
    this.home = home;
    this.version = version;
    this.jars = new Jars(stamp);
  }

  /** Arguments: the checkout, the tree to write, the version, the time stamp (ISO 8601). */
  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[1]);
    Path fresh = home.resolveSibling(home.getFileName() + ".new");
    delete(fresh);
    new Assemble(Path.of(args[0]), fresh, args[2], Instant.parse(args[3])).assemble();
    delete(home); // a running demo keeps its open jars; a half-written tree is never seen
    Files.move(fresh, home);
  }

  private void assemble() throws IOException {
    folder("lib", "agent/app", "agent-app", jar -> true);
    folder("adapters/opcua", "hal/opcua", "hal-opcua", FROM_THE_HOST.negate());
    folder("adapters/gpio", "hal/gpio", "hal-gpio", FROM_THE_HOST.negate());
    folder("console", "cloud-bridge/console", "cloud-bridge-console", jar -> true);
    folder("simulator", "hal/simulator", "hal-simulator", jar -> true);
    folder("demo", "install", "install", jar -> true);
    Files.writeString(home.resolve("BUILD"), fingerprint(home.resolve("lib")) + "\n");
    Files.writeString(home.resolve("VERSION"), version + "\n");
  }

  /**
   * Tells one build's jars from another's. The start-up cache is named after it, because Java
   * believes a cache whose jars have the same names and time stamps, and ours always have.
   */
  static String fingerprint(Path folder) throws IOException {
    CRC32 sum = new CRC32();
    try (Stream<Path> jars = Files.list(folder)) {
      for (Path jar : jars.sorted().toList()) {
        sum.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        sum.update(Files.readAllBytes(jar));
      }
    }
    return Long.toHexString(sum.getValue());
  }

  private void folder(String name, String module, String artifact, Predicate<Path> wanted)
      throws IOException {
    Path target = root.resolve(module).resolve("target");
    List<Path> classPath = new ArrayList<>();
    classPath.add(target.resolve(artifact + "-" + version + ".jar"));
    String resolved = Files.readString(target.resolve("runtime.classpath")).strip();
    Stream.of(resolved.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .forEach(classPath::add);
    long before = 0;
    long after = 0;
    for (Path jar : classPath.stream().filter(wanted).toList()) {
      long shipped = Files.size(jars.copy(jar, home.resolve(name)));
      before += Files.size(jar);
      after += shipped;
    }
    System.out.printf("%-16s %5.1f MB (as published: %.1f MB)%n", name, after / 1e6, before / 1e6);
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
