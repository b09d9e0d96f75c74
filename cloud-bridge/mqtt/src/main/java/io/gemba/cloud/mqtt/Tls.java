package io.gemba.cloud.mqtt;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Dresses a TCP socket in TLS 1.2 or 1.3. The broker's certificate is always checked, against an
 * authority and against the host's name (RFC 2818): there is no way to switch either off.
 */
final class Tls {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
  private static final byte[] PROBE =
      "does this key belong to this certificate?".getBytes(StandardCharsets.US_ASCII);

  private Tls() {}

  /**
   * A TLS socket over a connected one, before its handshake.
   *
   * @throws IOException when a file cannot be used; says which and why
   */
  static SSLSocket over(Socket raw, BrokerAddress address, Credentials files) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity(files), authorities(files), null);
      SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(raw, address.host(), address.port(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setProtocols(VERSIONS);
      socket.setSSLParameters(parameters);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot set up TLS: " + e.getMessage(), e);
    }
  }

  /** Null = the Java runtime's own authorities. */
  private static TrustManager @Nullable [] authorities(Credentials files)
      throws IOException, GeneralSecurityException {
    if (files.authorities().isEmpty()) {
      return null;
    }
    KeyStore store = emptyStore();
    int count = 0;
    for (X509Certificate certificate : Pem.certificates(files.authorities().get())) {
      store.setCertificateEntry("ca-" + count++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** Null = we show no certificate. */
  private static KeyManager @Nullable [] identity(Credentials files)
      throws IOException, GeneralSecurityException {
    if (files.certificate().isEmpty() || files.key().isEmpty()) {
      return null;
    }
    Path keyFile = files.key().get();
    List<X509Certificate> chain = Pem.certificates(files.certificate().get());
    PrivateKey key = Pem.privateKey(keyFile);
    if (!belongTogether(key, chain.getFirst())) {
      throw new IOException(
          keyFile
              + " is not the key of "
              + files.certificate().get()
              + ": use the pair that was issued together");
    }
    char[] password = UUID.randomUUID().toString().toCharArray(); // the store never leaves memory
    KeyStore store = emptyStore();
    store.setKeyEntry("gateway", key, password, chain.toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private static boolean belongTogether(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      return false; // an RSA key beside an EC certificate
    }
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
