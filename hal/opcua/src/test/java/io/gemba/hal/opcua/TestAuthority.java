package io.gemba.hal.opcua;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** A certificate authority as a plant's IT runs one: signs servers, other authorities and lists. */
@SuppressWarnings("JavaUtilDate") // Bouncy Castle knows no other
final class TestAuthority {
  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

  /** One pair for all servers: making them takes longer than everything else here. */
  private static final KeyPair SERVERS = TestIdentity.make().keys();

  private final KeyPair keys;
  private final X509Certificate certificate;

  private TestAuthority(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  static TestAuthority named(String name) throws Exception {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
    X500Principal self = new X500Principal("CN=" + name);
    return new TestAuthority(
        keys, sign(self, keys, self, keys, true, List.of(), Duration.ofDays(3650)));
  }

  /** An authority below this one. */
  TestAuthority below(String name) throws Exception {
    KeyPair theirs = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
    return new TestAuthority(
        theirs,
        sign(
            certificate.getSubjectX500Principal(),
            keys,
            new X500Principal("CN=" + name),
            theirs,
            true,
            List.of(),
            Duration.ofDays(1000)));
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** A server's certificate for a host, and above it what the server sends too. */
  TestIdentity server(GeneralName host, X509Certificate... above) throws Exception {
    return server(host, Duration.ofDays(300), above);
  }

  TestIdentity server(GeneralName host, Duration valid, X509Certificate... above) throws Exception {
    KeyPair theirs = SERVERS;
    X509Certificate signed =
        sign(
            certificate.getSubjectX500Principal(),
            keys,
            new X500Principal("CN=Press"),
            theirs,
            false,
            List.of(
                new GeneralName(GeneralName.uniformResourceIdentifier, "urn:gemba:test:server"),
                host),
            valid);
    return new TestIdentity(theirs, signed, List.of(above));
  }

  static GeneralName ip() {
    return new GeneralName(GeneralName.iPAddress, "127.0.0.1");
  }

  static GeneralName host(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  Path write(Path file) throws Exception {
    return Files.write(file, certificate.getEncoded());
  }

  /** A revocation list of that age. */
  Path revoke(Path file, Instant made, Instant next, X509Certificate... revoked)
      throws IOException {
    try {
      JcaX509v2CRLBuilder list =
          new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(made));
      list.setNextUpdate(Date.from(next));
      for (X509Certificate one : revoked) {
        list.addCRLEntry(one.getSerialNumber(), Date.from(made), CRLReason.keyCompromise);
      }
      return Files.write(
          file,
          list.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))
              .getEncoded());
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static X509Certificate sign(
      X500Principal issuer,
      KeyPair with,
      X500Principal subject,
      KeyPair theirs,
      boolean authority,
      List<GeneralName> names,
      Duration valid)
      throws Exception {
    Instant from = Instant.now().minus(Duration.ofDays(400));
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(SERIAL.incrementAndGet()),
            Date.from(from),
            Date.from(Instant.now().plus(valid)),
            subject,
            theirs.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    int usage =
        authority
            ? KeyUsage.keyCertSign | KeyUsage.cRLSign
            : KeyUsage.digitalSignature
                | KeyUsage.nonRepudiation
                | KeyUsage.keyEncipherment
                | KeyUsage.dataEncipherment;
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(new GeneralName[0])));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(with.getPrivate())));
  }
}
