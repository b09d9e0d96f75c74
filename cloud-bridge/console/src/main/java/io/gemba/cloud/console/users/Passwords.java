package io.gemba.cloud.console.users;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is kept of passwords: argon2id (RFC 9106) with 19 MiB, two passes and 16 bytes of salt, in
 * the PHC string format. One is computed at a time, so that a flood of logins costs one core and
 * those 19 MiB, not the machine. Safe for any thread.
 */
public final class Passwords {
  /** Fewest characters of a password. */
  public static final int SHORTEST = 10;

  /** Most characters of a password. */
  public static final int LONGEST = 200;

  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;

  /** Of 32 random bytes that nobody has kept: no password matches it, and no account has it. */
  private static final String NOBODYS =
      "$argon2id$v=19$m=19456,t=2,p=1$rBaHPMDcwi4TBNH5q5BF9w$NoNLyW8Kb6yFv+4vdQ93QBNod4zeXKt1i655fitSIfk";

  private final SecureRandom random = new SecureRandom();
  private final AtomicLong checks = new AtomicLong();

  /** Why a password will not do, for people; empty when it will. */
  public static Optional<String> objection(String name, String password) {
    int characters = password.codePointCount(0, password.length());
    if (characters < SHORTEST) {
      return Optional.of(
          "a password needs at least "
              + SHORTEST
              + " characters: a few words do better than one strange one");
    }
    if (characters > LONGEST) {
      return Optional.of("a password has at most " + LONGEST + " characters");
    }
    return password.equalsIgnoreCase(name)
        ? Optional.of("a password must not be the account's name")
        : Optional.empty();
  }

  /** What to keep of a password; another text each time. */
  public synchronized String hash(String password) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return Argon2Function.getInstance(MEMORY_KIB, PASSES, 1, 32, Argon2.ID)
        .hash(bytes(password), salt)
        .getResult();
  }

  /** Whether this is the password, in a time that does not tell how wrong it is. */
  public synchronized boolean matches(String password, String hash) {
    checks.incrementAndGet();
    return Argon2Function.getInstanceFromHash(hash)
        .check(bytes(password), hash.getBytes(StandardCharsets.US_ASCII));
  }

  /** Takes as long as {@link #matches}, for an account that is not there. */
  public void refuse(String password) {
    boolean never = matches(password, NOBODYS);
    if (never) {
      throw new IllegalStateException("somebody guessed 256 random bits");
    }
  }

  /** How often a password was checked. */
  long checks() {
    return checks.get();
  }

  /** One text for one password, whichever keyboard composed it. */
  private static byte[] bytes(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
  }
}
