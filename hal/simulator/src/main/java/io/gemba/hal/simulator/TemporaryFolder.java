package io.gemba.hal.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes with the plant that made it. */
final class TemporaryFolder implements Closeable {

  private final Path path = make();

  TemporaryFolder() throws IOException {}

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(path)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : inside) {
      Files.deleteIfExists(each);
    }
  }

  private static Path make() throws IOException {
    return Files.createTempDirectory("gemba-plant");
  }
}
