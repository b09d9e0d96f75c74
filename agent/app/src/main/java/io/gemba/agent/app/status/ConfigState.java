package io.gemba.agent.app.status;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Which configuration is in force.
 *
 * @param file where it was read from
 * @param loaded when
 * @param changed whether the file has been written since, and not taken up yet
 * @param problems why the last attempt to take up a changed one was refused; empty when it was not
 */
public record ConfigState(Path file, Instant loaded, boolean changed, List<String> problems) {
  public ConfigState {
    problems = List.copyOf(problems);
  }
}
