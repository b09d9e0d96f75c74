package io.gemba.hal.opcua;

import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Makes the algorithms available that OPC UA needs and the JDK lacks under Milo's names: without
 * {@code SHA256withRSA/PSS} no Aes256_Sha256_RsaPss channel opens.
 */
final class Cryptography {
  private Cryptography() {}

  /** Adds Bouncy Castle behind all other providers, once in a process. */
  static synchronized void prepare() {
    Provider known = Security.getProvider(BouncyCastleProvider.PROVIDER_NAME);
    if (known == null) {
      Security.addProvider(new BouncyCastleProvider());
    }
  }
}
