package io.gemba.cloud.console.mqtt;

import io.gemba.cloud.console.config.BrokerConfig.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS of PEM files; there is no way to switch verification off. */
public final class TlsFiles {
  private static final char[] NO_PASSWORD = new char[0];

  private TlsFiles() {}

  public static SSLSocketFactory socketFactory(Tls tls) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManagerFactory keys = keys(tls);
      TrustManagerFactory trust = trust(tls.ca());
      context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS files: " + e.getMessage(), e);
    }
  }

  private static TrustManagerFactory trust(@Nullable Path ca)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (ca == null) {
      factory.init((KeyStore) null);
      return factory;
    }
    KeyStore store = empty();
    int i = 0;
    for (Certificate certificate : certificates(ca)) {
      store.setCertificateEntry("ca-" + i++, certificate);
    }
    factory.init(store);
    return factory;
  }

  private static @Nullable KeyManagerFactory keys(Tls tls)
      throws GeneralSecurityException, IOException {
    if (tls.certificate() == null || tls.key() == null) {
      return null;
    }
    KeyStore store = identity(tls.certificate(), tls.key());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory;
  }

  /** A certificate chain with its key, without a password, for one's own side of a connection. */
  public static KeyStore identity(Path certificate, Path key)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
    String algorithm = chain[0].getPublicKey().getAlgorithm();
    store.setKeyEntry("self", key(key, algorithm), NO_PASSWORD, chain);
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw new IOException(file + " holds no certificate — it must be PEM");
      }
      return all;
    }
  }

  private static PrivateKey key(Path file, String algorithm)
      throws GeneralSecurityException, IOException {
    String pem = Files.readString(file, StandardCharsets.US_ASCII);
    int begin = pem.indexOf("-----BEGIN PRIVATE KEY-----");
    int end = pem.indexOf("-----END PRIVATE KEY-----");
    if (begin < 0 || end < begin) {
      throw new IOException(
          file
              + " is no unencrypted PKCS #8 key — make one with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
    }
    String base64 = pem.substring(pem.indexOf('\n', begin), end).replaceAll("\\s", "");
    try {
      byte[] der = Base64.getDecoder().decode(base64);
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IllegalArgumentException | InvalidKeySpecException e) {
      throw new IOException(file + " does not belong to the certificate: " + e.getMessage(), e);
    }
  }
}
