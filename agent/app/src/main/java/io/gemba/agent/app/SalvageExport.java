package io.gemba.agent.app;

import io.gemba.agent.app.Export.Filter;
import io.gemba.agent.app.status.Json;
import io.gemba.agent.core.journal.Salvage;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What {@code gemba journal verify --salvage} writes and says. */
final class SalvageExport {
  private SalvageExport() {}

  /**
   * Writes JSON lines as {@code journal export} does, those of each file after each other.
   *
   * @throws IOException when the output exists already, or something cannot be read or written
   */
  static List<Salvage.Found> write(List<Path> files, Path out) throws IOException {
    List<Salvage.Found> found = new ArrayList<>();
    try (Writer writer =
        Files.newBufferedWriter(out, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
      Export export = new Export(new Filter(null, null, null), new ExportJson(writer));
      for (Path file : files) {
        found.add(Salvage.read(file, export));
      }
    }
    return found;
  }

  static String text(List<Salvage.Found> found, Path out) {
    if (found.isEmpty()) {
      return "no journal was put aside as corrupt: nothing to save";
    }
    StringBuilder text = new StringBuilder();
    for (Salvage.Found file : found) {
      text.append(
          "%s (journal %s): %d blocks with %d samples and %d gap records can be read%n"
              .formatted(
                  file.file(),
                  file.journal().isEmpty() ? "unknown" : file.journal(),
                  file.blocks(),
                  file.samples(),
                  file.gaps()));
    }
    return text.append("written to ")
        .append(out)
        .append("; what had been delivered may be among it: journal, device and seq tell")
        .toString();
  }

  static String json(List<Salvage.Found> found) {
    return Json.of(
        json -> {
          json.writeStartArray();
          for (Salvage.Found file : found) {
            json.writeStartObject();
            json.writeStringField("file", file.file().toString());
            json.writeStringField("journal", file.journal());
            json.writeNumberField("blocks", file.blocks());
            json.writeNumberField("samples", file.samples());
            json.writeNumberField("gaps", file.gaps());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
