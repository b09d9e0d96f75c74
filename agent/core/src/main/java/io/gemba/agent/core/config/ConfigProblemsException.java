package io.gemba.agent.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; carries every problem of the file, in the file's order. */
public final class ConfigProblemsException extends Exception {
  private static final long serialVersionUID = 1;
  private final transient List<ConfigProblem> problems;

  /** The message is all problems, one a line, as {@link ConfigProblem#toString} prints them. */
  public ConfigProblemsException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** At least one, sorted by position; those of points files come after the main file's. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
