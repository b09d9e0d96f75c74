package io.gemba.hal.opcua;

import java.util.Arrays;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;

/**
 * What a person may write under {@code security}. Basic128Rsa15 and Basic256 are withdrawn by the
 * OPC Foundation and not offered.
 */
enum Security {
  BEST("best"),
  NONE("none"),
  BASIC256_SHA256("Basic256Sha256"),
  AES128_SHA256_RSA_OAEP("Aes128_Sha256_RsaOaep"),
  AES256_SHA256_RSA_PSS("Aes256_Sha256_RsaPss");

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
    };
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
