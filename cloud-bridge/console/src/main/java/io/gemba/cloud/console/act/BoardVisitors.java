package io.gemba.cloud.console.act;

import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.web.Visitors;

/** Whom the guard of the web server has let in. */
public final class BoardVisitors {
  private BoardVisitors() {}

  /** Asks for the visitor's role and site; needs the guard before it. */
  public static People people() {
    return (ctx, right, line) -> {
      Role needed =
          switch (right) {
            case VIEW -> Role.VIEWER;
            case OPERATE -> Role.OPERATOR;
            case ADMINISTER -> Role.ADMIN;
          };
      if (line != null) {
        return Visitors.require(ctx, needed, line.enterprise(), line.site()).name();
      }
      return Visitors.of(ctx).name(); // the path's own rule has asked for the role
    };
  }
}
