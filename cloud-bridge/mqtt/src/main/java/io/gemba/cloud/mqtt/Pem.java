package io.gemba.cloud.mqtt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PEM files (RFC 7468): certificates, and private keys as PKCS#8, PKCS#1 (RSA) or SEC 1 (EC).
 */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private Pem() {}

  /**
   * The certificates of a bundle or chain, in the order of the file; at least one.
   *
   * @throws IOException when there is none or one cannot be read; names the file
   */
  static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(file)) {
      if (block.label.equals("CERTIFICATE")) {
        certificates.add(certificate(file, block));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(
          file + " holds no certificate: it must be PEM, with '-----BEGIN CERTIFICATE-----'");
    }
    return certificates;
  }

  private static X509Certificate certificate(Path file, Block block) throws IOException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate)
          factory.generateCertificate(new ByteArrayInputStream(block.der(file)));
    } catch (CertificateException e) {
      throw new IOException(
          file + " holds a certificate that cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The private key of a file that only its owner may read.
   *
   * @throws IOException when there is none, it is encrypted, or of a kind unknown here
   */
  static PrivateKey privateKey(Path file) throws IOException {
    SecretFile.check(file);
    for (Block block : blocks(file)) {
      switch (block.label) {
        case "PRIVATE KEY" -> {
          return pkcs8(file, block.der(file));
        }
        case "RSA PRIVATE KEY" -> {
          return pkcs8(file, Der.pkcs8OfPkcs1(unencrypted(file, block)));
        }
        case "EC PRIVATE KEY" -> {
          return pkcs8(file, sec1(file, unencrypted(file, block)));
        }
        case "ENCRYPTED PRIVATE KEY" -> throw encrypted(file);
        default -> {
          // certificates and curve parameters may stand beside the key
        }
      }
    }
    throw new IOException(
        file + " holds no private key: it must be PEM, with '-----BEGIN PRIVATE KEY-----'");
  }

  private static byte[] sec1(Path file, byte[] der) throws IOException {
    try {
      return Der.pkcs8OfSec1(der);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          file
              + " holds an EC key without its named curve: convert it with openssl pkcs8 -topk8"
              + " -nocrypt",
          e);
    }
  }

  private static byte[] unencrypted(Path file, Block block) throws IOException {
    if (block.text.contains("ENCRYPTED")) {
      throw encrypted(file);
    }
    return block.der(file);
  }

  private static IOException encrypted(Path file) {
    return new IOException(
        file
            + " is protected by a passphrase, and nobody is there to type it: remove it with"
            + " openssl pkcs8 -topk8 -nocrypt, and keep the file readable by its owner only");
  }

  private static PrivateKey pkcs8(Path file, byte[] der) throws IOException {
    GeneralSecurityException last = new GeneralSecurityException("no algorithm");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw new IOException(file + " holds a private key that is neither RSA, EC nor EdDSA", last);
  }

  private static List<Block> blocks(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(
          Files.exists(file) ? "may not read " + file : "there is no file " + file);
    }
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  private record Block(String label, String text) {
    byte[] der(Path file) throws IOException {
      try {
        return Base64.getMimeDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw new IOException(file + " is damaged: its base64 cannot be read", e);
      }
    }
  }
}
