package io.gemba.cloud.console.users;

import io.gemba.cloud.console.ConsoleClock;
import java.nio.file.Path;

/**
 * Everything about people, on one store: close it last.
 *
 * @param logins passwords in, sessions out
 * @param accounts for who manages them
 * @param audit what was done
 */
public record Users(UserStore store, Logins logins, Accounts accounts, Audit audit)
    implements AutoCloseable {
  /** The name of the file beside the history. */
  public static final String FILE = "users.db";

  /** People in a SQLite file in this folder, both made when missing. */
  public static Users sqlite(Path folder, Lifetimes lifetimes, ConsoleClock clock) {
    return of(new JdbcUserStore(Connections.sqlite(folder.resolve(FILE))), lifetimes, clock);
  }

  /** People in any store. */
  public static Users of(UserStore store, Lifetimes lifetimes, ConsoleClock clock) {
    Audit audit = new AuditLog(store, clock);
    Passwords passwords = new Passwords();
    return new Users(
        store,
        new Logins(store, passwords, lifetimes, clock, audit),
        new Accounts(store, passwords, audit),
        audit);
  }

  @Override
  public void close() {
    store.close();
  }
}
