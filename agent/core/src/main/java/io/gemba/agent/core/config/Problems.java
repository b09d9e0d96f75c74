package io.gemba.agent.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong, so that one run tells it all. One thread. */
final class Problems {
  private final String mainFile;
  private final List<ConfigProblem> found = new ArrayList<>();

  Problems(String mainFile) {
    this.mainFile = mainFile;
  }

  void add(Place at, String message, String suggestion) {
    ConfigProblem problem = new ConfigProblem(at.file(), at.line(), at.col(), message, suggestion);
    // A part that is used twice through an alias is wrong only once.
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  void add(Place at, Complaint complaint) {
    add(at, complaint.message(), complaint.suggestion());
  }

  /** Grows with every problem: compare before and after to learn whether a part is sound. */
  int count() {
    return found.size();
  }

  void throwIfAny() throws ConfigProblemsException {
    if (!found.isEmpty()) {
      throw new ConfigProblemsException(sorted());
    }
  }

  private List<ConfigProblem> sorted() {
    return found.stream()
        .sorted(
            Comparator.comparing((ConfigProblem p) -> !p.file().equals(mainFile))
                .thenComparing(ConfigProblem::file)
                .thenComparingInt(ConfigProblem::line)
                .thenComparingInt(ConfigProblem::col))
        .toList();
  }
}
