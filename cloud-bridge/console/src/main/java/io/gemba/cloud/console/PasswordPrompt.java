package io.gemba.cloud.console;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Asks for a new password, twice and unseen, or takes a line from a script. */
final class PasswordPrompt {
  private PasswordPrompt() {}

  /**
   * The password.
   *
   * @throws IllegalArgumentException when there is nobody to ask, or they typed two different ones
   */
  @SuppressWarnings("SystemConsoleNull") // its type says that it may be
  static String ask(boolean stdin) throws IOException {
    if (stdin) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = in.readLine();
      return line == null ? "" : line;
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new IllegalArgumentException(
          "no terminal to ask for the password on — write --stdin and give it one line");
    }
    char[] first = console.readPassword("Password: ");
    char[] second = console.readPassword("Once more: ");
    if (first == null || second == null || !Arrays.equals(first, second)) {
      throw new IllegalArgumentException("these were two different ones; nothing was changed");
    }
    return new String(first);
  }
}
