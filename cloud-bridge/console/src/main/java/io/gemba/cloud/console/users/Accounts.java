package io.gemba.cloud.console.users;

import java.util.Optional;

/**
 * What may be done to accounts, each deed written down. Each method answers why not, for people, or
 * empty when it is done. Safe for any platform thread.
 */
public final class Accounts {
  private final UserStore store;
  private final Passwords passwords;
  private final Audit audit;

  /** Works on a store that somebody else closes. */
  public Accounts(UserStore store, Passwords passwords, Audit audit) {
    this.store = store;
    this.passwords = passwords;
    this.audit = audit;
  }

  /** Makes an account. */
  public Optional<String> add(Visitor by, String written, Role role, Sites sites, String password) {
    Optional<String> name = Account.name(written);
    if (name.isEmpty()) {
      return Optional.of(
          "`" + written + "` is no name — up to 64 letters, digits and . _ @ - will do");
    }
    if (sites.patterns().isEmpty()) {
      return Optional.of("an account needs at least one site");
    }
    Optional<String> objection = Passwords.objection(name.get(), password);
    if (objection.isPresent()) {
      return objection;
    }
    Account account = new Account(name.get(), role, sites);
    if (!store.add(account, passwords.hash(password))) {
      return Optional.of("there is an account `" + account.name() + "` already");
    }
    audit.record(by, "user.add", account.name(), rights(account));
    return Optional.empty();
  }

  /** Gives an account another role and other sites. */
  public Optional<String> change(Visitor by, Account account) {
    if (!store.change(account)) {
      return unknown(account.name());
    }
    audit.record(by, "user.change", account.name(), rights(account));
    return Optional.empty();
  }

  /** Sets a password; whoever was logged in with the old one no longer is. */
  public Optional<String> password(Visitor by, String written, String password) {
    String name = Account.name(written).orElse(written);
    Optional<String> objection = Passwords.objection(name, password);
    if (objection.isPresent()) {
      return objection;
    }
    if (!store.password(name, passwords.hash(password))) {
      return unknown(name);
    }
    audit.record(by, "user.password", name, "changed, sessions ended");
    return Optional.empty();
  }

  /** Removes an account and ends its sessions. */
  public Optional<String> remove(Visitor by, String written) {
    String name = Account.name(written).orElse(written);
    if (!store.remove(name)) {
      return unknown(name);
    }
    audit.record(by, "user.remove", name, "removed, sessions ended");
    return Optional.empty();
  }

  private static Optional<String> unknown(String name) {
    return Optional.of("there is no account `" + name + "`");
  }

  private static String rights(Account account) {
    return account.role().word() + " on " + account.sites().text();
  }
}
