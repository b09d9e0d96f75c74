package io.gemba.hal.opcua;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** A server's key with its certificate, and what it sends above that. */
record TestIdentity(KeyPair keys, X509Certificate certificate, List<X509Certificate> above) {
  TestIdentity(KeyPair keys, X509Certificate certificate) {
    this(keys, certificate, List.of());
  }

  X509Certificate[] chain() {
    List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
    chain.addAll(above);
    return chain.toArray(new X509Certificate[0]);
  }

  static TestIdentity make() {
    try {
      KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
      return new TestIdentity(
          keys,
          new SelfSignedCertificateBuilder(keys)
              .setCommonName("Test server")
              .setApplicationUri("urn:gemba:test:server")
              .addIpAddress("127.0.0.1")
              .build());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
