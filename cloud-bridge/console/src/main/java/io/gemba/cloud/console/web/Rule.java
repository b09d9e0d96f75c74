package io.gemba.cloud.console.web;

import io.gemba.cloud.console.users.Role;
import io.javalin.security.RouteRole;
import org.jspecify.annotations.Nullable;

/**
 * What a path takes; every path must name exactly one, or it is refused. Where the path holds
 * {@code {enterprise}} and {@code {site}}, the visitor's rights for that site are asked too.
 */
public enum Rule implements RouteRole {
  /** For everybody, before any login: health, the page's files, the login itself. */
  OPEN(null),
  /** For whoever may see. */
  VIEWER(Role.VIEWER),
  /** For whoever may act. */
  OPERATOR(Role.OPERATOR),
  /** For whoever manages the console. */
  ADMIN(Role.ADMIN);

  private final @Nullable Role needed;

  Rule(@Nullable Role needed) {
    this.needed = needed;
  }

  /** The role it takes; null for none. */
  @Nullable Role needed() {
    return needed;
  }
}
