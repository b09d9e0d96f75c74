package io.gemba.agent.core.config;

/**
 * One thing that is wrong with a configuration, where, and what to write instead.
 *
 * @param file the file as the user named it, or the points file it names
 * @param line from 1; 1 when the file as a whole is meant
 * @param col from 1, in characters
 * @param message what is wrong, in words
 * @param suggestion what to write or do instead
 */
public record ConfigProblem(String file, int line, int col, String message, String suggestion) {

  /** {@code FILE:LINE:COL: what is wrong — what to write instead}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + col + ": " + message + " — " + suggestion;
  }
}
