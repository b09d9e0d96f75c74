package io.gemba.hal.opcua;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Keeps what is still to be read back through a restart: a line per hole. A file that cannot be
 * understood is as good as none. Used by the run's thread only.
 */
final class HoleFile {
  private final Path file;

  HoleFile(Path file) {
    this.file = file;
  }

  List<Hole> read() throws IOException {
    List<Hole> holes = new ArrayList<>();
    if (!Files.exists(file)) {
      return holes;
    }
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split("\t", -1);
      try {
        holes.add(new Hole(words[2], Instant.parse(words[0]), Instant.parse(words[1])));
      } catch (DateTimeException | IndexOutOfBoundsException e) {
        return new ArrayList<>();
      }
    }
    return holes;
  }

  void write(Collection<Hole> holes) throws IOException {
    if (holes.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    StringBuilder text = new StringBuilder();
    holes.forEach(one -> text.append(one.from() + "\t" + one.to() + "\t" + one.point() + "\n"));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
