package io.gemba.agent.core.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of the page's password: PBKDF2 with HMAC-SHA-256 (RFC 8018), 16 bytes of salt, in
 * one line of a file. The password itself cannot be had from it. Immutable.
 */
public final class PagePassword {
  /** So many characters at least; longer ones beat stranger ones. */
  public static final int SHORTEST = 10;

  /**
   * The agent's Java compiles for size, not for speed: this takes most of a second on a PC and a
   * few on a Pi, which is what a guess costs.
   */
  static final int ROUNDS = 120_000;

  private static final int MOST_ROUNDS = 10_000_000;
  private static final int BITS = 256;
  private static final int SALT = 16;
  private static final int LONGEST = 1_024;
  private static final Pattern FORM =
      Pattern.compile(
          "gemba-page pbkdf2-sha256 (\\d{4,8}) ([A-Za-z0-9+/=]{24}) ([A-Za-z0-9+/=]{44})");

  private final int rounds;
  private final byte[] salt;
  private final byte[] hash;

  private PagePassword(int rounds, byte[] salt, byte[] hash) {
    this.rounds = rounds;
    this.salt = salt;
    this.hash = hash;
  }

  /** With a salt of its own. */
  public static PagePassword of(char[] password) {
    return of(password, ROUNDS);
  }

  /** The same with another number of rounds, 1000 at least. */
  public static PagePassword of(char[] password, int rounds) {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    return new PagePassword(rounds, salt, derive(password, rounds, salt));
  }

  /**
   * The one in a file.
   *
   * @throws IOException when it cannot be read, or by too many, or holds something else: in words,
   *     never with what it holds
   */
  public static PagePassword read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IOException("cannot read " + file + " as user " + System.getProperty("user.name"));
    }
    if (Files.getFileStore(file).supportsFileAttributeView("posix")
        && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
      throw new IOException(file + " can be read by every user of this machine");
    }
    if (Files.size(file) > LONGEST) {
      throw new IOException(file + " is no password file of the page");
    }
    Matcher form = FORM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1).strip());
    if (!form.matches() || Integer.parseInt(form.group(1)) > MOST_ROUNDS) {
      throw new IOException(
          file + " is no password file of the page (the password itself does not belong into it)");
    }
    try {
      return new PagePassword(
          Integer.parseInt(form.group(1)),
          Base64.getDecoder().decode(form.group(2)),
          Base64.getDecoder().decode(form.group(3)));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged", e);
    }
  }

  /** Whether it is this one; takes as long for a wrong one as for the right one. */
  public boolean matches(char[] password) {
    return MessageDigest.isEqual(hash, derive(password, rounds, salt));
  }

  /** The line that {@link #read} understands. */
  public String line() {
    Base64.Encoder text = Base64.getEncoder();
    return "gemba-page pbkdf2-sha256 "
        + rounds
        + " "
        + text.encodeToString(salt)
        + " "
        + text.encodeToString(hash)
        + "\n";
  }

  private static byte[] derive(char[] password, int rounds, byte[] salt) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, rounds, BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
    }
  }

  @Override
  public String toString() {
    return "a password of the page";
  }
}
