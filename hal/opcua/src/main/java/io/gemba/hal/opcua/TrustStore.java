package io.gemba.hal.opcua;

import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of servers as files: {@code pki/pending} waits for a person, {@code pki/trusted}
 * and {@code pki/rejected} are decided, {@code pki/authorities} vouch for what they signed. Where a
 * certificate lies is what is true of it; a decision is written before what it replaces is deleted,
 * and what is rejected is looked at first, so that a running adapter and {@code gemba trust} never
 * see half of one.
 */
final class TrustStore {
  /** A server that makes a new certificate at each start must not fill the disk. */
  private static final int MOST_PENDING = 100;

  private final Path pki;
  private final ShownRecords records;
  private final CertificateFolder pending;
  private final CertificateFolder rejected;
  private final CertificateFolder issuers;
  private final ScopedFolder trusted;
  private final ScopedFolder authorities;

  TrustStore(Path pki) {
    this.pki = pki;
    this.records = new ShownRecords(pki.resolve("shown"));
    this.pending = new CertificateFolder(pki.resolve("pending"));
    this.rejected = new CertificateFolder(pki.resolve("rejected"));
    this.issuers = new CertificateFolder(pki.resolve("issuers"));
    this.trusted = new ScopedFolder(pki.resolve("trusted"));
    this.authorities = new ScopedFolder(pki.resolve("authorities"));
  }

  CertificateFolder pending() {
    return pending;
  }

  CertificateFolder rejected() {
    return rejected;
  }

  /** What servers sent beside their own certificates; trusted for nothing. */
  CertificateFolder issuers() {
    return issuers;
  }

  ScopedFolder trusted() {
    return trusted;
  }

  ScopedFolder authorities() {
    return authorities;
  }

  List<By> shownBy(X509Certificate certificate) throws IOException {
    return records.of(Certificates.fingerprint(certificate));
  }

  /** Makes the folders into which certificates may be put by hand. */
  void prepare() throws IOException {
    Folders.make(trusted.path());
    Folders.make(authorities.path());
  }

  /**
   * Whether a person accepted it for this device: by its name, or at the very address at which
   * another device, or a person who looked around, showed it.
   */
  boolean isTrusted(X509Certificate certificate, By asking) throws IOException {
    if (trusted.listFor(asking.device()).contains(certificate)) {
      return true;
    }
    Set<String> only = trusted.onlyFor(certificate);
    return !only.isEmpty()
        && shownBy(certificate).stream()
            .filter(by -> only.contains(Folders.safe(by.device())))
            .anyMatch(by -> server(by.address()).equals(server(asking.address())));
  }

  /** Puts a certificate that nobody has decided about where {@code gemba trust} shows it. */
  Path quarantine(List<X509Certificate> chain) throws IOException {
    X509Certificate shown = chain.getFirst();
    if (!pending.contains(shown)) {
      Optional<X509Certificate> oldest = pending.removeOldestOf(MOST_PENDING);
      if (oldest.isPresent()) {
        records.forget(Certificates.fingerprint(oldest.get()));
      }
    }
    keepIssuers(chain);
    return pending.put(shown);
  }

  /** What vouches for what was shown is kept too, so that a person can choose it instead. */
  private void keepIssuers(List<X509Certificate> chain) throws IOException {
    X509Certificate below = chain.getFirst();
    for (X509Certificate above : chain.subList(1, chain.size())) {
      if (!Certificates.isSignedBy(below, above)) {
        return;
      }
      if (!issuers.contains(above)) {
        issuers.removeOldestOf(MOST_PENDING);
        issuers.put(above);
      }
      below = above;
    }
  }

  /** Trusts a certificate without asking. */
  void trust(X509Certificate certificate, String device) throws IOException {
    trusted.put(certificate, Set.of(device));
  }

  /**
   * Tidies up once nobody who showed a certificate waits for a decision any more.
   *
   * @param asking whose connection accepted it, whatever vouched for it; null = nobody's
   */
  void noLongerPending(X509Certificate accepted, @Nullable By asking) throws IOException {
    if (!pending.contains(accepted)) {
      return;
    }
    for (By by : shownBy(accepted)) {
      boolean asks = asking != null && by.device().equals(asking.device());
      if (!asks && !isTrusted(accepted, by)) {
        return;
      }
    }
    pending.remove(Certificates.fingerprint(accepted));
  }

  /** How many undecided certificates a device has shown. */
  long waitingFor(String device) throws IOException {
    long waiting = 0;
    for (X509Certificate one : pending.list()) {
      waiting += shownBy(one).stream().anyMatch(by -> by.device().equals(device)) ? 1 : 0;
    }
    return waiting;
  }

  /** Notes who showed it; writes only what is new, for the sake of the SD card. */
  void note(By by, X509Certificate certificate) throws IOException {
    records.note(by, Certificates.fingerprint(certificate));
  }

  /**
   * Accepts exactly this certificate.
   *
   * @param devices for whom; empty = for all
   * @throws IOException when it does not lie where it lay when it was listed
   */
  void accept(Shown certificate, Set<String> devices) throws IOException {
    X509Certificate found = found(certificate);
    (certificate.authority() ? authorities : trusted).put(found, devices);
    rejected.remove(certificate.sha256());
    if (devices.isEmpty()) {
      pending.remove(certificate.sha256());
    } else {
      noLongerPending(found, null);
    }
  }

  /**
   * Refuses exactly this certificate, whoever shows it.
   *
   * @throws IOException when it does not lie where it lay when it was listed
   */
  void reject(Shown certificate) throws IOException {
    rejected.put(found(certificate));
    pending.remove(certificate.sha256());
    trusted.remove(certificate.sha256());
    authorities.remove(certificate.sha256());
  }

  X509Certificate found(Shown certificate) throws IOException {
    for (X509Certificate one : lyingAs(certificate)) {
      if (Certificates.fingerprint(one).equals(certificate.sha256())) {
        return one;
      }
    }
    throw new IOException(
        "the certificate "
            + certificate.sha256()
            + " is not where it was any more; look again with 'gemba trust list'");
  }

  private Iterable<X509Certificate> lyingAs(Shown certificate) throws IOException {
    return switch (certificate.state()) {
      case PENDING, CHANGED -> pending.list();
      case REJECTED -> rejected.list();
      case TRUSTED -> certificate.authority() ? authorities.list() : trusted.list();
    };
  }

  /** What was accepted at that address last, or null. */
  @Nullable String known(String address) throws IOException {
    Path file = knownFile(address);
    return Files.exists(file) ? Files.readString(file).strip() : null;
  }

  /** Remembers what was accepted at that address. */
  void remember(String address, X509Certificate accepted) throws IOException {
    String now = Certificates.fingerprint(accepted);
    if (!now.equals(known(address))) {
      Folders.replace(knownFile(address), (now + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** The servers whose certificates were accepted at any time, HOST_PORT. */
  Set<String> knownServers() throws IOException {
    Path folder = pki.resolve("known");
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sha256"))
          .map(name -> name.substring(0, name.length() - ".sha256".length()))
          .collect(Collectors.toSet());
    }
  }

  private Path knownFile(String address) {
    return pki.resolve("known").resolve(server(address) + ".sha256");
  }

  /** The server at an address, as files are named after it. */
  static String server(String address) {
    return Folders.safe(EndpointUtil.getHost(address) + "_" + EndpointUtil.getPort(address));
  }
}
