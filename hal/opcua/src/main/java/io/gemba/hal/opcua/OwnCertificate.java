package io.gemba.hal.opcua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Period;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * This gateway's own application instance certificate (OPC 10000-6 §6.2.2): made once, kept in
 * {@code pki/own}, shared by all devices. The key file is readable by the agent's user alone.
 *
 * @param applicationUri the URI in its subject alternative name, which a session must repeat
 */
record OwnCertificate(KeyPair keyPair, X509Certificate certificate, String applicationUri) {
  private static final Period VALID = Period.ofYears(10);
  private static final int KEY_BITS = 2048;
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  private static final String END = "\n-----END PRIVATE KEY-----\n";
  private static final Object MAKING = new Object();

  /** The file to import into a server's trust list. */
  static Path certificateFile(Path pki) {
    return pki.resolve("own").resolve("gemba-client.der");
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
    Path certificate = certificateFile(pki);
    Path key = certificate.resolveSibling("gemba-client.key.pem");
    synchronized (MAKING) {
      try {
        Cryptography.prepare();
        if (!Files.exists(certificate) && !Files.exists(key)) {
          make(certificate, key);
        }
        return read(certificate, key);
      } catch (GeneralSecurityException e) {
        throw new IOException(
            "the gateway's certificate in "
                + certificate.getParent()
                + " cannot be used: "
                + e.getMessage()
                + "; restore the folder, or delete it to make a new one (every"
                + " server must then accept that one)",
            e);
      }
    }
  }

  private static OwnCertificate read(Path certificateFile, Path keyFile)
      throws IOException, GeneralSecurityException {
    X509Certificate certificate = Certificates.read(certificateFile);
    String pem = Files.readString(keyFile, StandardCharsets.US_ASCII).strip() + "\n";
    if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
      throw new GeneralSecurityException(keyFile.getFileName() + " is no PEM private key");
    }
    byte[] encoded =
        Base64.getMimeDecoder().decode(pem.substring(BEGIN.length(), pem.length() - END.length()));
    PrivateKey key =
        KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    String uri =
        CertificateUtil.getSanUri(certificate)
            .orElseThrow(() -> new GeneralSecurityException("it names no application URI"));
    return new OwnCertificate(new KeyPair(certificate.getPublicKey(), key), certificate, uri);
  }

  private static void make(Path certificateFile, Path keyFile)
      throws IOException, GeneralSecurityException {
    KeyPair keyPair = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
    byte[] encoded = build(keyPair).getEncoded();
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(keyPair.getPrivate().getEncoded());
    // The key first: a certificate without its key would look complete after a power cut.
    Folders.replacePrivate(keyFile, (BEGIN + body + END).getBytes(StandardCharsets.US_ASCII));
    Folders.replacePrivate(certificateFile, encoded);
  }

  private static X509Certificate build(KeyPair keyPair) throws GeneralSecurityException {
    String host = hostName();
    SelfSignedCertificateBuilder builder =
        new SelfSignedCertificateBuilder(keyPair)
            .setCommonName("Gemba@" + host)
            .setOrganization("Gemba")
            .setApplicationUri(usualUri())
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
