package io.gemba.agent.core.config;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in a technician's words what the YAML parser stumbled over. */
final class YamlAdvice {
  private YamlAdvice() {}

  static String words(MarkedYamlEngineException e) {
    String problem = problem(e);
    if (problem.contains("TAB") || problem.contains("\\t")) {
      return "a tab stands where spaces belong";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "a ':' stands where no key can be";
    }
    if (problem.contains("expected ':'")) {
      return "a key without ':'";
    }
    return problem;
  }

  static String suggestion(MarkedYamlEngineException e) {
    String problem = problem(e);
    if (problem.contains("TAB") || problem.contains("\\t")) {
      return "indent with spaces";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "check the indentation, and put a text that contains ': ' in quotes";
    }
    if (problem.contains("expected ':'")) {
      return "write 'key: value', with a space after the colon";
    }
    if (problem.contains("alias")) {
      return "put a text that begins with * or & in quotes";
    }
    if (problem.contains("unexpected end of stream") || problem.contains("document separator")) {
      return "close the quote or bracket that was opened before";
    }
    if (problem.contains("escape")) {
      return "put a text with backslashes in 'single quotes'";
    }
    if (problem.contains("block end") || problem.contains("block mapping")) {
      return "keys that belong together start in the same column";
    }
    if (problem.contains("',' or")) {
      return "check commas and the closing bracket";
    }
    if (problem.contains("cannot start any token")) {
      return "put the text in quotes";
    }
    return "check the indentation, quotes and brackets around here";
  }

  private static String problem(MarkedYamlEngineException e) {
    return String.valueOf(e.getProblem());
  }
}
