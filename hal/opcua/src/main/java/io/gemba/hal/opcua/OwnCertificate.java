package io.gemba.hal.opcua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.jspecify.annotations.Nullable;

/**
 * This gateway's own application instance certificate (OPC 10000-6 §6.2.2): made once, kept in
 * {@code pki/own}, shared by all devices. The key file is readable by the agent's user alone.
 *
 * @param applicationUri the URI in its subject alternative name, which a session must repeat
 */
record OwnCertificate(KeyPair keyPair, X509Certificate certificate, String applicationUri) {
  private static final Period VALID = Period.ofYears(10);
  private static final int KEY_BITS = 2048;
  static final String CERTIFICATE = "gemba-client.der";
  static final String KEY = "gemba-client.key.pem";
  private static final Object MAKING = new Object();

  /** The file to import into a server's trust list. */
  static Path certificateFile(Path pki) {
    return folder(pki).resolve(CERTIFICATE);
  }

  static Path folder(Path pki) {
    return pki.resolve("own");
  }

  /** The application URI of one made now, and of a client that shows none. */
  static String usualUri() {
    return "urn:gemba:" + hostName() + ":agent";
  }

  /**
   * Reads it, or makes it when there is none; never replaces one that cannot be read.
   *
   * @throws IOException when it can be neither read nor written
   */
  static OwnCertificate in(Path pki) throws IOException {
    Path folder = folder(pki);
    synchronized (MAKING) {
      OwnRenewal.completeIn(pki);
      if (!Files.exists(folder.resolve(CERTIFICATE)) && !Files.exists(folder.resolve(KEY))) {
        make(folder, null, usualUri());
      }
      return read(folder);
    }
  }

  /** Reads one that is there. */
  static OwnCertificate read(Path folder) throws IOException {
    Path certificate = folder.resolve(CERTIFICATE);
    try {
      Cryptography.prepare();
      return read(certificate, folder.resolve(KEY));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the gateway's certificate in "
              + folder
              + " cannot be used: "
              + e.getMessage()
              + "; restore the folder, or delete it to make a new one (every"
              + " server must then accept that one)",
          e);
    }
  }

  /**
   * Makes one.
   *
   * @param keyPair null = a new one
   */
  static void make(Path folder, @Nullable KeyPair keyPair, String uri) throws IOException {
    synchronized (MAKING) {
      try {
        Cryptography.prepare();
        KeyPair used =
            keyPair == null ? SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS) : keyPair;
        byte[] encoded = build(used, uri).getEncoded();
        // The key first: a certificate without its key would look complete after a power cut.
        Folders.replacePrivate(folder.resolve(KEY), pem(used.getPrivate()));
        Folders.replacePrivate(folder.resolve(CERTIFICATE), encoded);
      } catch (GeneralSecurityException e) {
        throw new IOException("no certificate can be made: " + e.getMessage(), e);
      }
    }
  }

  private static OwnCertificate read(Path certificateFile, Path keyFile)
      throws IOException, GeneralSecurityException {
    X509Certificate certificate = Certificates.read(certificateFile);
    PrivateKey key = PrivateKeys.read(keyFile, certificate);
    String uri =
        CertificateUtil.getSanUri(certificate)
            .orElseThrow(() -> new GeneralSecurityException("it names no application URI"));
    return new OwnCertificate(new KeyPair(certificate.getPublicKey(), key), certificate, uri);
  }

  private static byte[] pem(PrivateKey key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return (PrivateKeys.BEGIN + body + PrivateKeys.END).getBytes(StandardCharsets.US_ASCII);
  }

  private static X509Certificate build(KeyPair keyPair, String uri)
      throws GeneralSecurityException {
    String host = hostName();
    SelfSignedCertificateBuilder builder =
        new SelfSignedCertificateBuilder(keyPair)
            .setCommonName("Gemba@" + host)
            .setOrganization("Gemba")
            .setApplicationUri(uri)
            .setValidityPeriod(VALID);
    builder.addDnsName(host);
    addresses().forEach(builder::addIpAddress);
    try {
      return builder.build();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw e;
    } catch (Exception e) { // the builder declares no narrower one
      throw new GeneralSecurityException(e);
    }
  }

  private static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      return name.replaceAll("[^a-z0-9.-]", "-");
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static Set<String> addresses() {
    Set<String> addresses = new LinkedHashSet<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .filter(address -> address.indexOf('%') < 0) // only good on this machine
          .forEach(addresses::add);
    } catch (java.net.SocketException e) {
      return addresses; // the addresses are a convenience; the name is what counts
    }
    return addresses;
  }
}
