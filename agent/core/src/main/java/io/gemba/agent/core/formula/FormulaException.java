package io.gemba.agent.core.formula;

/** What is wrong with a formula, in words for whoever wrote it. */
public final class FormulaException extends Exception {
  private static final long serialVersionUID = 1;

  FormulaException(String message) {
    super(message, null, false, false);
  }

  /** The words. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
