package io.gemba.cloud.console.users;

import java.time.Duration;

/**
 * How long a login lasts.
 *
 * @param idle without use; a viewer's open page counts as use, because a wall has no hands
 * @param longest in all
 * @param viewers in all, for viewers
 */
public record Lifetimes(Duration idle, Duration longest, Duration viewers) {
  /** Unless told otherwise. */
  public static final Lifetimes DEFAULT =
      new Lifetimes(Duration.ofHours(1), Duration.ofHours(12), Duration.ofDays(30));

  Duration of(Role role) {
    return role == Role.VIEWER ? viewers : longest;
  }

  /** The longest any session may last. */
  Duration any() {
    return viewers.compareTo(longest) > 0 ? viewers : longest;
  }
}
