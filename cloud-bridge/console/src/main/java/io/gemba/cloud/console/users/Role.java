package io.gemba.cloud.console.users;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do, least first; each may do what those before it may. */
public enum Role {
  /** Sees. */
  VIEWER,
  /** Also acts on lines: reasons, acknowledgements, commands. */
  OPERATOR,
  /** Also manages accounts and reads the audit log. */
  ADMIN;

  /** Whether this role is enough where {@code needed} is asked for. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** The role as it is written: {@code viewer}, {@code operator}, {@code admin}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role with this word, in lower case. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(r -> r.word().equals(word)).findFirst();
  }
}
