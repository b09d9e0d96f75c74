package io.gemba.cloud.console.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Tokens that only this console can make: HMAC-SHA-256 under its secret. Safe for any thread. */
final class Tokens {
  private final SecretKeySpec secret;

  Tokens(byte[] secret) {
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
  }

  String of(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the token is the text's, in a time that does not tell how much of it is. */
  boolean isOf(String text, @Nullable String token) {
    return token != null
        && MessageDigest.isEqual(
            of(text).getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8));
  }
}
