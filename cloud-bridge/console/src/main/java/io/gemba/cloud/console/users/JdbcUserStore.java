package io.gemba.cloud.console.users;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Accounts behind plain JDBC; a broken connection is replaced at the next call. */
public final class JdbcUserStore implements UserStore {
  private static final String SESSION =
      "SELECT s.id, s.began, s.seen, a.name, a.role, a.sites FROM console_session s"
          + " JOIN console_account a ON a.name = s.account WHERE s.id = ?";

  private final Jdbc jdbc;

  /** Nothing is opened before the first call. */
  public JdbcUserStore(Connections connections) {
    this.jdbc = new Jdbc(connections);
  }

  @Override
  public boolean any() {
    return !jdbc.rows("SELECT 1 FROM console_account LIMIT 1", _ -> 1).isEmpty();
  }

  @Override
  public List<Account> accounts() {
    return jdbc.rows(
        "SELECT name, role, sites FROM console_account ORDER BY name", JdbcUserStore::account);
  }

  @Override
  public Optional<Account> account(String name) {
    return first(
        jdbc.rows(
            "SELECT name, role, sites FROM console_account WHERE name = ?",
            JdbcUserStore::account,
            name));
  }

  private static Account account(ResultSet row) throws SQLException {
    Role role =
        Role.of(row.getString("role"))
            .orElseThrow(() -> new SQLException("an account has a role this console knows not"));
    return new Account(row.getString("name"), role, Sites.of(row.getString("sites")));
  }

  @Override
  public Optional<String> hash(String name) {
    return first(
        jdbc.rows(
            "SELECT password FROM console_account WHERE name = ?", r -> r.getString(1), name));
  }

  @Override
  public boolean add(Account account, String hash) {
    return 1
        == jdbc.change(
            "INSERT INTO console_account (name, role, sites, password) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (name) DO NOTHING",
            account.name(),
            account.role().word(),
            account.sites().text(),
            hash);
  }

  @Override
  public boolean change(Account account) {
    return 1
        == jdbc.change(
            "UPDATE console_account SET role = ?, sites = ? WHERE name = ?",
            account.role().word(),
            account.sites().text(),
            account.name());
  }

  @Override
  public boolean password(String name, String hash) {
    return jdbc.together(
        c -> {
          update(c, "DELETE FROM console_session WHERE account = ?", name);
          return 1
              == update(c, "UPDATE console_account SET password = ? WHERE name = ?", hash, name);
        });
  }

  @Override
  public boolean remove(String name) {
    return jdbc.together(
        c -> {
          update(c, "DELETE FROM console_session WHERE account = ?", name);
          return 1 == update(c, "DELETE FROM console_account WHERE name = ?", name);
        });
  }

  private static int update(Connection c, String sql, Object... values) throws SQLException {
    try (PreparedStatement s = Jdbc.filled(c, sql, values)) {
      return s.executeUpdate();
    }
  }

  @Override
  public boolean open(Session session, String hash) {
    return 1
        == jdbc.change(
            "INSERT INTO console_session (id, account, began, seen)"
                + " SELECT ?, name, ?, ? FROM console_account WHERE name = ? AND password = ?",
            session.id(),
            session.began(),
            session.seen(),
            session.account().name(),
            hash);
  }

  @Override
  public Optional<Session> session(String id) {
    return first(
        jdbc.rows(
            SESSION,
            r -> new Session(r.getString("id"), account(r), r.getLong("began"), r.getLong("seen")),
            id));
  }

  @Override
  public void seen(String id, long t) {
    jdbc.change("UPDATE console_session SET seen = ? WHERE id = ?", t, id);
  }

  @Override
  public void end(String id) {
    jdbc.change("DELETE FROM console_session WHERE id = ?", id);
  }

  @Override
  public void forget(long seenBefore, long begunBefore) {
    jdbc.change("DELETE FROM console_session WHERE seen < ? OR began < ?", seenBefore, begunBefore);
  }

  @Override
  public byte[] secret() {
    byte[] fresh = new byte[32];
    new SecureRandom().nextBytes(fresh);
    jdbc.change(
        "INSERT INTO console_secret (name, value) VALUES ('requests', ?)"
            + " ON CONFLICT (name) DO NOTHING",
        HexFormat.of().formatHex(fresh));
    return jdbc.rows(
            "SELECT value FROM console_secret WHERE name = 'requests'",
            r -> HexFormat.of().parseHex(r.getString(1)))
        .getFirst();
  }

  @Override
  public void append(Deed deed) {
    jdbc.change(
        "INSERT INTO console_audit (id, t, who, origin, action, subject, outcome)"
            + " SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ?, ?, ?, ? FROM console_audit",
        deed.t(),
        deed.who(),
        deed.from(),
        deed.action(),
        deed.subject(),
        deed.outcome());
  }

  @Override
  public List<Deed> deeds(long before, int limit) {
    return jdbc.rows(
        "SELECT id, t, who, origin, action, subject, outcome FROM console_audit WHERE id < ?"
            + " ORDER BY id DESC LIMIT ?",
        r ->
            new Deed(
                r.getLong(1),
                r.getLong(2),
                r.getString(3),
                r.getString(4),
                r.getString(5),
                r.getString(6),
                r.getString(7)),
        before,
        limit);
  }

  private static <T> Optional<T> first(List<T> rows) {
    return rows.stream().findFirst();
  }

  @Override
  public void close() {
    jdbc.close();
  }
}
