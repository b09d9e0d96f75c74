package io.gemba.hal.opcua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;

/** Reads X.509 certificates and shows them as people compare them. */
final class Certificates {
  private static final int KEY_CERT_SIGN = 5; // RFC 5280 §4.2.1.3

  private Certificates() {}

  /** SHA-256 of the DER form in pairs, as openssl and browsers show it. */
  static String fingerprint(X509Certificate certificate) {
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256(certificate));
  }

  /** The start of the fingerprint, short enough for a file name. */
  static String shortFingerprint(X509Certificate certificate) {
    return HexFormat.of().formatHex(sha256(certificate), 0, 8);
  }

  /** Subject, validity and fingerprint in one line. */
  static String describe(X509Certificate certificate) {
    return "subject "
        + certificate.getSubjectX500Principal().getName()
        + ", valid "
        + validity(certificate)
        + ", SHA-256 "
        + fingerprint(certificate);
  }

  /** First and last day of its validity, UTC. */
  static String validity(X509Certificate certificate) {
    return LocalDate.ofInstant(certificate.getNotBefore().toInstant(), ZoneOffset.UTC)
        + " to "
        + LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC);
  }

  /**
   * The chain that a server shows, its own certificate first.
   *
   * @throws IOException when there is none or it cannot be read
   */
  static List<X509Certificate> chain(ByteString encoded, String endpoint) throws IOException {
    if (encoded == null || encoded.isNullOrEmpty()) {
      throw new IOException(endpoint + " shows no certificate although it offers security");
    }
    try {
      return decode(encoded.bytesOrEmpty());
    } catch (CertificateException e) {
      throw new IOException(
          endpoint + " shows a certificate that cannot be read: " + e.getMessage(), e);
    }
  }

  /** The first certificate of a DER or PEM file. */
  static X509Certificate read(Path file) throws IOException {
    return readAll(file).getFirst();
  }

  /**
   * All certificates of a DER or PEM file, at least one.
   *
   * @throws IOException when there is none or one cannot be read
   */
  static List<X509Certificate> readAll(Path file) throws IOException {
    try {
      return decode(Files.readAllBytes(file));
    } catch (CertificateException e) {
      throw new IOException(
          file + " holds no certificate (DER or PEM is wanted): " + e.getMessage(), e);
    }
  }

  /** Whether it may sign other certificates. */
  static boolean isAuthority(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
  }

  /** Whether the key of the one above really signed the one below. */
  static boolean isSignedBy(X509Certificate below, X509Certificate above) {
    if (!below.getIssuerX500Principal().equals(above.getSubjectX500Principal())) {
      return false;
    }
    try {
      below.verify(above.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Whom it is about, for a sentence. */
  static String name(X500Principal who) {
    return "'" + who.getName() + "'";
  }

  private static List<X509Certificate> decode(byte[] bytes) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate one : factory.generateCertificates(new ByteArrayInputStream(bytes))) {
      certificates.add((X509Certificate) one);
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("it is empty");
    }
    return certificates;
  }

  private static byte[] sha256(X509Certificate certificate) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read cannot be encoded", e);
    }
  }
}
