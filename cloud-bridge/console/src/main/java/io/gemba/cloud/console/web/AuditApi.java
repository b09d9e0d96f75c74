package io.gemba.cloud.console.web;

import io.gemba.cloud.console.users.Deed;
import io.gemba.cloud.console.users.Users;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/** The audit log for admins, page by page and as CSV. */
final class AuditApi {
  private static final int PAGE = 200;

  private final Users users;

  AuditApi(Users users) {
    this.users = users;
  }

  void routes(RoutesConfig routes) {
    routes.get("/api/v1/audit", this::page, Rule.ADMIN);
    routes.get("/api/v1/audit.csv", this::csv, Rule.ADMIN);
  }

  private void page(Context ctx) {
    String before = ctx.queryParam("before");
    if (before != null && !before.matches("\\d{1,18}")) {
      throw new BadRequestResponse("`before` must be the id of a line");
    }
    long id = before == null ? Long.MAX_VALUE : Long.parseLong(before);
    Api.json(ctx, users.store().deeds(id, PAGE));
  }

  /** Newest first, like the page. */
  private void csv(Context ctx) throws IOException {
    users.audit().record(Visitors.of(ctx), "audit.export", "audit log", "as CSV");
    ctx.res().setContentType("text/csv; charset=utf-8");
    ctx.res().setHeader("Content-Disposition", "attachment; filename=\"gemba-audit.csv\"");
    PrintWriter out = ctx.res().getWriter();
    out.print("id,time,who,from,action,subject,outcome\r\n");
    long before = Long.MAX_VALUE;
    List<Deed> page = users.store().deeds(before, PAGE);
    while (!page.isEmpty()) {
      page.forEach(deed -> out.print(row(deed)));
      before = page.getLast().id();
      page = users.store().deeds(before, PAGE);
    }
    out.flush();
  }

  private static String row(Deed d) {
    return String.join(
            ",",
            Long.toString(d.id()),
            Instant.ofEpochMilli(d.t()).toString(),
            cell(d.who()),
            cell(d.from()),
            cell(d.action()),
            cell(d.subject()),
            cell(d.outcome()))
        + "\r\n";
  }

  /** Quoted; what a spreadsheet would take for a formula is text. */
  private static String cell(String text) {
    boolean formula = text.length() > 1 && "=+-@\t".indexOf(text.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
