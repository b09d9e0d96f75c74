package io.gemba.hal.opcua;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Reads private keys as OpenSSL and most tools write them: PEM, PKCS #8, not encrypted. */
final class PrivateKeys {
  static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  static final String END = "\n-----END PRIVATE KEY-----\n";

  private PrivateKeys() {}

  /**
   * The key that belongs to a certificate.
   *
   * @throws GeneralSecurityException when it is none, or another certificate's: what to do
   */
  static PrivateKey read(Path file, X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    String pem =
        Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r", "").strip() + "\n";
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new GeneralSecurityException(
          file.getFileName()
              + " is no PEM private key; it must begin with "
              + BEGIN.strip()
              + " ('openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW' makes one of others)");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
      PrivateKey key =
          KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      if (!belongTogether(key, certificate)) {
        throw new GeneralSecurityException(
            file.getFileName() + " is the key of another certificate");
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(file.getFileName() + " is damaged", e);
    }
  }

  private static boolean belongTogether(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256with" + key.getAlgorithm();
    byte[] text = new byte[32];
    new SecureRandom().nextBytes(text);
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(text);
    byte[] signature = signer.sign();
    signer.initVerify(certificate.getPublicKey());
    signer.update(text);
    return signer.verify(signature);
  }
}
