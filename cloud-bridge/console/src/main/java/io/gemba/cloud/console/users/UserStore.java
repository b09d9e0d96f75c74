package io.gemba.cloud.console.users;

import java.util.List;
import java.util.Optional;

/**
 * Where accounts, sessions and the audit log are kept. Safe for any platform thread; every method
 * throws {@link StoreException} when it cannot be read or written, and then nothing has changed.
 */
public interface UserStore extends AutoCloseable {
  /** Whether there is any account. */
  boolean any();

  /** By name, in order. */
  List<Account> accounts();

  /** The account with this name, as {@link Account#name(String)} made it. */
  Optional<Account> account(String name);

  /** What is kept of an account's password. */
  Optional<String> hash(String name);

  /** False when there is one with this name already. */
  boolean add(Account account, String hash);

  /** Gives the account of this name another role and sites; false when there is none. */
  boolean change(Account account);

  /** Sets a password and ends every session of the account; false when there is none. */
  boolean password(String name, String hash);

  /** Removes an account and its sessions; false when there is none. */
  boolean remove(String name);

  /** Keeps a login, unless the password has become another one since it was checked. */
  boolean open(Session session, String hash);

  /** The session with this id, with its account as it is now. */
  Optional<Session> session(String id);

  /** Notes that a session is in use. */
  void seen(String id, long t);

  /** Ends one session. */
  void end(String id);

  /** Ends the sessions not used since, or begun before, these moments. */
  void forget(long seenBefore, long begunBefore);

  /** A secret of this console, made once: 32 random bytes. */
  byte[] secret();

  /** Adds a line to the audit log; its id is ignored. */
  void append(Deed deed);

  /** Lines of the audit log with ids below {@code before}, newest first. */
  List<Deed> deeds(long before, int limit);

  @Override
  void close();
}
