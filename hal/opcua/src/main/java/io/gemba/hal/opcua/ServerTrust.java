package io.gemba.hal.opcua;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.core.util.validation.CertificateValidationUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a server's certificate is accepted. An unknown one is put into {@code
 * pki/rejected} and refused until a person moves it to {@code pki/trusted}; what an endpoint showed
 * last is remembered in {@code pki/known}, so that a changed one is told from a new one.
 *
 * <p>A certificate in {@code pki/trusted} is trusted as itself, even when it has expired (a person
 * chose it, and a line must not fall silent at midnight); a CA there is trusted for what it signed
 * as long as all dates are right and the certificate names the host.
 */
final class ServerTrust {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTrust.class);

  private final Path trusted;
  private final Path rejected;
  private final Path known;
  private final DeviceSettings device;

  ServerTrust(Path pki, DeviceSettings device) {
    trusted = pki.resolve("trusted");
    rejected = pki.resolve("rejected");
    this.device = device;
    String server =
        EndpointUtil.getHost(device.endpoint()) + "_" + EndpointUtil.getPort(device.endpoint());
    known = pki.resolve("known").resolve(safe(server) + ".sha256");
  }

  /**
   * Returns when the chain is accepted.
   *
   * @param chain the server's certificate first
   * @throws IOException when it is not: what it is, and how to accept it
   */
  void check(List<X509Certificate> chain) throws IOException {
    Files.createDirectories(trusted);
    Files.createDirectories(rejected);
    X509Certificate shown = chain.getFirst();
    @Nullable String before = readKnown();
    if (device.serverCertificate() != null) {
      checkPinned(shown, device.serverCertificate());
    } else if (!isTrusted(chain)) {
      if (!device.trustFirstUse() || before != null) {
        throw refused(shown, before);
      }
      LOG.warn(
          "device '{}' accepts the certificate of {} because it is the first one seen (trust:"
              + " first-use): {}",
          device.name(),
          device.endpoint(),
          Certificates.describe(shown));
      Files.write(trusted.resolve(fileName(shown)), encoded(shown));
    }
    remember(shown, before);
  }

  /** Accepts exactly the certificate that was checked, whoever asks Milo to look at it. */
  static CertificateValidator only(X509Certificate checked) {
    return (chain, applicationUri, hostNames) -> {
      if (chain.isEmpty() || !chain.getFirst().equals(checked)) {
        throw new UaException(
            StatusCodes.Bad_CertificateUntrusted,
            "the server shows another certificate than it announced: "
                + (chain.isEmpty() ? "none" : Certificates.describe(chain.getFirst())));
      }
    };
  }

  private void checkPinned(X509Certificate shown, Path file) throws IOException {
    if (!Certificates.read(file).equals(shown)) {
      Path kept = quarantine(shown);
      throw new IOException(
          device.endpoint()
              + " shows another certificate than 'server-certificate' ("
              + file
              + ") names: "
              + Certificates.describe(shown)
              + "; it was put into "
              + kept
              + ". Ask who changed the server; if that is right, put it in that file's place");
    }
  }

  private IOException refused(X509Certificate shown, @Nullable String before) throws IOException {
    Path kept = quarantine(shown);
    String how =
        "compare the SHA-256 with the one the machine itself shows, then move "
            + kept
            + " to "
            + trusted
            + "/ (or name it as 'server-certificate' of device '"
            + device.name()
            + "')";
    if (before == null) {
      return new IOException(
          "the certificate of "
              + device.endpoint()
              + " is not trusted yet: "
              + Certificates.describe(shown)
              + ". To accept it, "
              + how);
    }
    return new IOException(
        "WARNING: the certificate of "
            + device.endpoint()
            + " has CHANGED. It was SHA-256 "
            + before
            + ", now it is: "
            + Certificates.describe(shown)
            + ". Somebody may be posing as this machine, or it was set up anew. If you know why, "
            + how);
  }

  private boolean isTrusted(List<X509Certificate> chain) throws IOException {
    List<X509Certificate> list = trustList();
    X509Certificate shown = chain.getFirst();
    if (list.contains(shown)) {
      warnOfDates(shown);
      return true;
    }
    List<X509Certificate> authorities = list.stream().filter(ServerTrust::isAuthority).toList();
    return !authorities.isEmpty() && isSignedBy(authorities, chain);
  }

  private boolean isSignedBy(List<X509Certificate> authorities, List<X509Certificate> chain) {
    try {
      var path = CertificateValidationUtil.buildTrustedCertPath(chain, authorities, List.of());
      for (X509Certificate one : chain) {
        one.checkValidity();
      }
      path.getTrustAnchor().getTrustedCert().checkValidity();
      CertificateValidationUtil.checkHostnameOrIpAddress(
          chain.getFirst(), EndpointUtil.getHost(device.endpoint()));
      return true;
    } catch (UaException | GeneralSecurityException e) {
      LOG.debug("no trusted authority vouches for {}", device.endpoint(), e);
      return false;
    }
  }

  private static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }

  private void warnOfDates(X509Certificate shown) {
    try {
      shown.checkValidity();
    } catch (GeneralSecurityException e) {
      LOG.warn(
          "the trusted certificate of {} is outside its validity: {}",
          device.endpoint(),
          Certificates.describe(shown));
    }
  }

  private List<X509Certificate> trustList() throws IOException {
    List<X509Certificate> list = new ArrayList<>();
    Predicate<Path> isCertificate =
        file -> file.getFileName().toString().matches("(?i).*\\.(der|cer|crt|pem)");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(trusted, isCertificate::test)) {
      for (Path file : files) {
        list.add(Certificates.read(file));
      }
    }
    return list;
  }

  private Path quarantine(X509Certificate shown) throws IOException {
    Path file = rejected.resolve(fileName(shown));
    Files.write(file, encoded(shown));
    return file;
  }

  private static byte[] encoded(X509Certificate certificate) throws IOException {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IOException("a certificate that was read cannot be written", e);
    }
  }

  private @Nullable String readKnown() throws IOException {
    return Files.exists(known) ? Files.readString(known).strip() : null;
  }

  private void remember(X509Certificate shown, @Nullable String before) throws IOException {
    String now = Certificates.fingerprint(shown);
    if (!now.equals(before)) {
      Files.createDirectories(known.getParent());
      Files.writeString(known, now + "\n", StandardCharsets.US_ASCII);
    }
  }

  private static String fileName(X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().getName();
    String name = subject.replaceAll("^.*?CN=([^,]*).*$", "$1");
    String brief = safe(name).substring(0, Math.min(40, safe(name).length()));
    return brief + "-" + Certificates.shortFingerprint(certificate) + ".der";
  }

  private static String safe(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "_");
  }
}
