package io.gemba.hal.opcua;

import java.util.Arrays;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;

/**
 * What a person may write under {@code security}: all that Milo speaks. The OPC Foundation has
 * withdrawn Basic256 and Basic128Rsa15 (SHA-1, PKCS #1 v1.5); controllers from before 2017 know
 * nothing else, so they are there by name, and {@code best} never takes them.
 */
enum Security {
  BEST("best"),
  NONE("none"),
  BASIC256_SHA256("Basic256Sha256"),
  AES128_SHA256_RSA_OAEP("Aes128_Sha256_RsaOaep"),
  AES256_SHA256_RSA_PSS("Aes256_Sha256_RsaPss"),
  BASIC256("Basic256"),
  BASIC128_RSA15("Basic128Rsa15");

  private final String word;

  Security(String word) {
    this.word = word;
  }

  /** The word in the configuration. */
  String word() {
    return word;
  }

  /** The policies that are good enough, best first. */
  List<SecurityPolicy> policies() {
    return switch (this) {
      case BEST ->
          List.of(
              SecurityPolicy.Aes256_Sha256_RsaPss,
              SecurityPolicy.Aes128_Sha256_RsaOaep,
              SecurityPolicy.Basic256Sha256);
      case NONE -> List.of(SecurityPolicy.None);
      case BASIC256_SHA256 -> List.of(SecurityPolicy.Basic256Sha256);
      case AES128_SHA256_RSA_OAEP -> List.of(SecurityPolicy.Aes128_Sha256_RsaOaep);
      case AES256_SHA256_RSA_PSS -> List.of(SecurityPolicy.Aes256_Sha256_RsaPss);
      case BASIC256 -> List.of(SecurityPolicy.Basic256);
      case BASIC128_RSA15 -> List.of(SecurityPolicy.Basic128Rsa15);
    };
  }

  /** Whether it should be replaced as soon as the machine knows something better. */
  boolean isWithdrawn() {
    return this == BASIC256 || this == BASIC128_RSA15;
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Security::word).toList();
  }

  /** The choice of that word, which is one of {@link #words}. */
  static Security of(String word) {
    return Arrays.stream(values())
        .filter(choice -> choice.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such security: " + word));
  }
}
