package io.gemba.hal.simulator.opcua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Period;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * The server's key and certificate: made once, then kept as {@code simulator.der} and {@code
 * simulator.key} (PKCS #8, readable by its owner only).
 */
record ServerIdentity(KeyPair keys, X509Certificate certificate) {

  /** The server's application URI, also in its certificate; not the plant's namespace. */
  static final String APPLICATION_URI = "urn:gemba:simulator:server";

  static ServerIdentity loadOrMake(Path directory, List<String> hosts) throws IOException {
    Path key = directory.resolve("simulator.key");
    Path certificate = directory.resolve("simulator.der");
    try {
      if (Files.notExists(key) || Files.notExists(certificate)) {
        make(key, certificate, hosts);
      }
      X509Certificate x509 =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificate)));
      var privateKey =
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(key)));
      return new ServerIdentity(new KeyPair(x509.getPublicKey(), privateKey), x509);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "cannot read the certificate in %s: delete simulator.key and simulator.der there to have new ones made"
              .formatted(directory),
          e);
    }
  }

  private static void make(Path key, Path certificate, List<String> hosts)
      throws IOException, GeneralSecurityException {
    Files.createDirectories(key.toAbsolutePath().getParent());
    KeyPair pair = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
    SelfSignedCertificateBuilder builder =
        new SelfSignedCertificateBuilder(pair)
            .setCommonName("Gemba simulated plant")
            .setOrganization("Gemba")
            .setValidityPeriod(Period.ofYears(10))
            .setApplicationUri(APPLICATION_URI);
    for (String host : hosts) {
      if (host.matches("[0-9.]+|.*:.*")) {
        builder.addIpAddress(host);
      } else {
        builder.addDnsName(host);
      }
    }
    Files.deleteIfExists(key);
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(key, pair.getPrivate().getEncoded());
    Files.write(certificate, build(builder).getEncoded());
  }

  // The builder of the library declares every exception there is.
  private static X509Certificate build(SelfSignedCertificateBuilder builder)
      throws GeneralSecurityException {
    try {
      return builder.build();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new GeneralSecurityException("cannot make a certificate", e);
    }
  }
}
