package io.gemba.cloud.console.config;

import java.util.List;

/** A configuration that cannot be used, with every problem found in one reading. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  /** Each problem is one line, {@code FILE:LINE:COL: what is wrong — what to write instead}. */
  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** The problems, in the order of the file; never empty. */
  public List<String> problems() {
    return problems;
  }
}
