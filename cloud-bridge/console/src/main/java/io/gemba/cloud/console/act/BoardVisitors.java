package io.gemba.cloud.console.act;

import io.gemba.cloud.console.users.Audit;
import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.web.Visitors;
import io.gemba.cloud.console.wire.LineKey;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Whom the guard of the web server has let in; needs the guard before it. */
public record BoardVisitors(Audit audit) implements People {
  @Override
  public String mustBeAllowed(Context ctx, Right right, @Nullable LineKey line) {
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
  }

  @Override
  public void note(Context ctx, String action, String subject, String outcome) {
    audit.record(Visitors.of(ctx), action, subject, outcome);
  }
}
