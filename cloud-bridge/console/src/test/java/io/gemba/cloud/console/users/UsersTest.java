package io.gemba.cloud.console.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.cloud.console.SteppedClock;
import io.gemba.cloud.console.users.Logins.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
  private static final String PASSWORD = "a few good words";
  private static final Visitor ROOT = new Visitor("root", Role.ADMIN, Sites.ALL, "test", true);

  @TempDir Path folder;
  private final SteppedClock time = new SteppedClock();
  private final Passwords passwords = new Passwords();
  private JdbcUserStore store;
  private Logins logins;
  private Accounts accounts;

  @BeforeEach
  void open() {
    store = new JdbcUserStore(Connections.sqlite(folder.resolve("users.db")));
    Audit audit = new AuditLog(store, time.clock());
    logins = new Logins(store, passwords, Lifetimes.DEFAULT, time.clock(), audit);
    accounts = new Accounts(store, passwords, audit);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void account(String name, Role role) {
    assertThat(store.add(new Account(name, role, Sites.ALL), Cheap.hash(PASSWORD))).isTrue();
  }

  private String cookie(String name) {
    return ((Outcome.Welcome) logins.login(name, PASSWORD, "192.0.2.1")).cookie();
  }

  private Optional<Visitor> visitor(String cookie) {
    return logins.visitor(cookie, "192.0.2.1", true);
  }

  @Test
  void keepsOfAPasswordOnlyArgon2idWithASaltOfItsOwn() {
    String one = passwords.hash(PASSWORD);
    assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(PASSWORD);
    assertThat(passwords.hash(PASSWORD)).isNotEqualTo(one);
    assertThat(passwords.matches(PASSWORD, one)).isTrue();
    assertThat(passwords.matches(PASSWORD + " ", one)).isFalse();
  }

  @Test
  void composesTheSamePasswordFromAnyKeyboard() {
    assertThat(passwords.matches("Zu\u0308rich am See", Cheap.hash("Z\u00fcrich am See"))).isTrue();
  }

  @Test
  void givesNothingAwayInTheFileOfSessions() throws Exception {
    account("wong", Role.VIEWER);
    String cookie = cookie("wong");
    store.close();
    assertThat(new String(Files.readAllBytes(folder.resolve("users.db")), "ISO-8859-1"))
        .contains("wong")
        .doesNotContain(cookie, PASSWORD);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("users.db"))))
        .isEqualTo("rw-------");
  }

  @Test
  void knowsASessionAgainAfterARestart() {
    account("wong", Role.OPERATOR);
    String cookie = cookie("Wong ");
    store.close();
    open();
    assertThat(visitor(cookie)).map(Visitor::name).hasValue("wong");
    assertThat(visitor("something else")).isEmpty();
  }

  @Test
  void checksAPasswordForAnUnknownNameTooAndAnswersTheSame() {
    account("wong", Role.VIEWER);
    Outcome wrong = logins.login("wong", "not the password", "192.0.2.1");
    long afterWrong = passwords.checks();
    Outcome unknown = logins.login("nobody", "not the password", "192.0.2.1");
    assertThat(passwords.checks()).isEqualTo(afterWrong + 1);
    assertThat(unknown).isEqualTo(wrong).isInstanceOf(Outcome.Wrong.class);
    logins.login("?? no name at all ??", "x", "192.0.2.1");
    assertThat(passwords.checks()).isEqualTo(afterWrong + 2);
  }

  @Test
  void makesAnAddressThatGuessesWaitButNoOther() {
    account("wong", Role.VIEWER);
    for (int i = 0; i < LoginLimits.PER_ADDRESS; i++) {
      assertThat(logins.login("wong", "guess number " + i, "192.0.2.66"))
          .isEqualTo(new Outcome.Wrong());
    }
    long checked = passwords.checks();
    assertThat(logins.login("wong", PASSWORD, "192.0.2.66")).isInstanceOf(Outcome.Wait.class);
    assertThat(logins.login("chan", PASSWORD, "192.0.2.66")).isInstanceOf(Outcome.Wait.class);
    assertThat(passwords.checks()).isEqualTo(checked);
    assertThat(logins.login("wong", PASSWORD, "192.0.2.1")).isInstanceOf(Outcome.Welcome.class);
    time.pass(LoginLimits.WINDOW_MS - 1);
    assertThat(logins.login("wong", PASSWORD, "192.0.2.66")).isEqualTo(new Outcome.Wait(1));
    time.pass(1);
    assertThat(logins.login("wong", PASSWORD, "192.0.2.66")).isInstanceOf(Outcome.Welcome.class);
  }

  @Test
  void limitsAnAccountUnderAttackFromManyAddressesWithoutLockingItsOwnerOut() {
    LoginLimits limits = new LoginLimits(time.clock());
    for (int i = 0; i < LoginLimits.PER_ACCOUNT; i++) {
      assertThat(limits.attempt("198.51.100." + i, "wong")).isZero();
    }
    assertThat(limits.attempt("198.51.100.1", "wong")).isPositive();
    assertThat(limits.attempt("198.51.100.1", "chan")).isZero();
    assertThat(limits.attempt("192.0.2.1", "wong")).isZero();
    limits.right("192.0.2.1", "wong");
    assertThat(limits.attempt("192.0.2.1", "wong")).isZero();
    assertThat(limits.attempt("192.0.2.1", "wong")).isPositive();
  }

  @Test
  void countsAWholeIpv6NetworkAsOneAddress() {
    LoginLimits limits = new LoginLimits(time.clock());
    for (int i = 0; i < LoginLimits.PER_ADDRESS; i++) {
      assertThat(limits.attempt("2001:db8:1:2::" + i, "wong")).isZero();
    }
    assertThat(limits.attempt("2001:db8:1:2:ffff::1", "wong")).isPositive();
    assertThat(limits.attempt("2001:db8:1:3::1", "wong")).isZero();
  }

  @Test
  void doesNotCountRightPasswordsAgainstAnybody() {
    account("wong", Role.VIEWER);
    for (int i = 0; i < 3 * LoginLimits.PER_ADDRESS; i++) {
      assertThat(logins.login("wong", PASSWORD, "192.0.2.1")).isInstanceOf(Outcome.Welcome.class);
    }
  }

  @Test
  void endsASessionThatIsNotUsedAndOneThatIsUsedForTooLong() {
    account("boss", Role.ADMIN);
    String idle = cookie("boss");
    time.pass(Duration.ofMinutes(59).toMillis());
    assertThat(visitor(idle)).isPresent();
    time.pass(Duration.ofMinutes(60).toMillis());
    assertThat(visitor(idle)).isEmpty();
    String busy = cookie("boss");
    for (int i = 0; i < 23; i++) {
      time.pass(Duration.ofMinutes(30).toMillis());
      assertThat(visitor(busy)).isPresent();
    }
    time.pass(Duration.ofMinutes(30).toMillis());
    assertThat(visitor(busy)).isEmpty();
  }

  @Test
  void countsAnOpenPageAsUseForAViewerOnly() {
    account("wall", Role.VIEWER);
    account("boss", Role.ADMIN);
    String wall = cookie("wall");
    String boss = cookie("boss");
    for (int i = 0; i < 12; i++) {
      time.pass(Duration.ofMinutes(10).toMillis());
      logins.visitor(boss, "192.0.2.1", false);
      assertThat(logins.visitor(wall, "192.0.2.1", false)).isPresent();
    }
    assertThat(logins.visitor(boss, "192.0.2.1", false)).isEmpty();
    time.pass(Duration.ofDays(30).toMillis());
    assertThat(visitor(wall)).isEmpty();
  }

  @Test
  void forgetsSessionsThatAreOver() throws Exception {
    account("wong", Role.VIEWER);
    cookie("wong");
    time.pass(Duration.ofDays(31).toMillis());
    logins.sweep();
    assertThat(store.session("any")).isEmpty();
    assertThat(count("console_session")).isZero();
  }

  private int count(String table) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("users.db"));
        Statement s = c.createStatement()) {
      return s.executeQuery("SELECT COUNT(*) FROM " + table).getInt(1);
    }
  }

  @Test
  void endsEverySessionWhenThePasswordChangesOrTheAccountGoes() {
    account("wong", Role.VIEWER);
    account("chan", Role.VIEWER);
    String one = cookie("wong");
    String two = cookie("wong");
    String other = cookie("chan");
    assertThat(accounts.password(ROOT, "wong", "another few words")).isEmpty();
    assertThat(visitor(one)).isEmpty();
    assertThat(visitor(two)).isEmpty();
    assertThat(visitor(other)).isPresent();
    assertThat(logins.login("wong", PASSWORD, "192.0.2.1")).isInstanceOf(Outcome.Wrong.class);
    assertThat(accounts.remove(ROOT, "chan")).isEmpty();
    assertThat(visitor(other)).isEmpty();
  }

  @Test
  void opensNoSessionForAPasswordThatWasChangedMeanwhile() {
    account("wong", Role.VIEWER);
    Account wong = store.account("wong").orElseThrow();
    String old = store.hash("wong").orElseThrow();
    store.password("wong", Cheap.hash("another few words"));
    assertThat(store.open(new Session("id", wong, time.now(), time.now()), old)).isFalse();
    assertThat(store.session("id")).isEmpty();
  }

  @Test
  void givesAChangedRoleToSessionsThatAreOpen() {
    account("wong", Role.VIEWER);
    String cookie = cookie("wong");
    accounts.change(ROOT, new Account("wong", Role.OPERATOR, Sites.of("acme/dongguan")));
    Visitor now = visitor(cookie).orElseThrow();
    assertThat(now.may(Role.OPERATOR, "acme", "dongguan")).isTrue();
    assertThat(now.may(Role.VIEWER, "acme", "suzhou")).isFalse();
    assertThat(now.may(Role.ADMIN, "acme", "dongguan")).isFalse();
  }

  @Test
  void refusesBadNamesShortPasswordsAndTwins() {
    assertThat(accounts.add(ROOT, "no spaces", Role.VIEWER, Sites.ALL, PASSWORD)).isPresent();
    assertThat(accounts.add(ROOT, "-", Role.VIEWER, Sites.ALL, PASSWORD)).isPresent();
    assertThat(accounts.add(ROOT, "wong", Role.VIEWER, Sites.ALL, "short")).isPresent();
    assertThat(accounts.add(ROOT, "longernames", Role.VIEWER, Sites.ALL, "LongerNames"))
        .isPresent();
    assertThat(accounts.add(ROOT, "wong", Role.VIEWER, Sites.of(""), PASSWORD)).isPresent();
    assertThat(accounts.add(ROOT, "王小明", Role.VIEWER, Sites.ALL, PASSWORD)).isEmpty();
    assertThat(accounts.add(ROOT, "王小明", Role.ADMIN, Sites.ALL, PASSWORD)).isPresent();
    assertThat(accounts.password(ROOT, "nobody", PASSWORD)).isPresent();
    assertThat(accounts.remove(ROOT, "nobody")).isPresent();
  }

  @Test
  void writesDownWhoDidWhatFromWhereAndNeverTakesItBack() {
    account("wong", Role.VIEWER);
    cookie("wong");
    logins.login("wong", "a wrong one\nwith a second line", "192.0.2.9");
    accounts.remove(ROOT, "wong");
    List<Deed> deeds = store.deeds(Long.MAX_VALUE, 10);
    assertThat(deeds).extracting(Deed::action).containsExactly("user.remove", "login", "login");
    assertThat(deeds).extracting(Deed::id).containsExactly(3L, 2L, 1L);
    assertThat(deeds.get(1))
        .isEqualTo(
            new Deed(2, time.now(), "-", "192.0.2.9", "login", "wong", "wrong name or password"));
    assertThat(deeds.getFirst().who()).isEqualTo("root");
    for (String sql : List.of("DELETE FROM console_audit", "UPDATE console_audit SET who = 'x'")) {
      assertThatThrownBy(() -> execute(sql)).hasMessageContaining("only grows");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("users.db"));
        Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  @Test
  void seesAtOnceWhatAnotherProgramChanges() {
    account("wong", Role.VIEWER);
    String cookie = cookie("wong");
    try (JdbcUserStore other = new JdbcUserStore(Connections.sqlite(folder.resolve("users.db")))) {
      other.password("wong", Cheap.hash("another few words"));
    }
    assertThat(visitor(cookie)).isEmpty();
  }

  @Test
  void letsNobodyInWhenTheFileCannotBeRead() throws Exception {
    account("wong", Role.VIEWER);
    String cookie = cookie("wong");
    store.close();
    Files.writeString(
        folder.resolve("users.db"),
        "this is no database, and long enough to be read as one ".repeat(40));
    assertThatThrownBy(() -> visitor(cookie)).isInstanceOf(StoreException.class);
  }
}
